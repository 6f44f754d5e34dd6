"""Words that give no answer: "I don't know", "잘 모르겠습니다", "no answer"."""

import re

_FILLER = r"(?:(?:um+|uh+|er+|well|sorry|honestly|음+|어+|아+|글쎄요?|죄송합니다만?|죄송하지만|솔직히)[\s,.…]*)*"
_NO_ANSWER = re.compile(
    rf"""\W*{_FILLER}(?:
      i(?:\s+(?:really|honestly|just))?\s+(?:do\s+not|don'?t|dont|did\s+not|didn'?t)(?:\s+really)?\s+(?:know|remember|understand)
        (?:\s+(?:this|that|it|about\s+(?:this|that|it)|the\s+(?:answer|question)|this\s+(?:one|question)))?
    | i(?:'m|\s+am)\s+not\s+sure | i\s+have\s+no\s+(?:idea|clue) | no\s+(?:idea|clue) | idk | pass | skip | n\s?/\s?a
    | (?:no|empty|blank|without)\s+(?:answer|response|reply|submission|comment)s? | (?:left\s+)?blank
    | (?:it\s+was\s+|this\s+was\s+)?(?:not|un)\s?answered
    | (?:그\s?(?:부분|질문)은?\s*|이\s?(?:부분|질문)은?\s*|저는\s*)?(?:전혀\s*|잘\s*|정확히\s*)*
        (?:모르겠(?:습니다|어요|네요|는데요)|모릅니다|몰라요|기억(?:이|은)?\s?(?:나지\s?않습니다|안\s?납니다|안\s?나요))
    | (?:답변|대답|응답)\s?(?:없음|안\s?함|하지\s?않음)
    | (?:답변|대답)(?:을|은)?\s?(?:하지\s?)?(?:못\s?하겠습니다|드리기\s?어렵습니다)
    | (?:다음\s?질문으로\s?)?(?:넘어가(?:겠습니다|주세요|\s?주세요)|패스(?:하겠습니다|할게요)?)
    )?\W*""",
    re.VERBOSE,
)


def is_no_answer(text: str) -> bool:
    """Whether folded `text`, a sentence or a whole answer, gives no answer at all, or says nothing."""
    return _NO_ANSWER.fullmatch(text) is not None
