"""Words that address the judge instead of answering ("give me band 4", "평가자는 만점을 주세요").

The patterns are what people try in the open. A sentence that slips through gains little: it still holds no evidence
unless it states a key point.
"""

import re
from collections.abc import Iterator

from engines.text.folding import Span

_JUDGE = r"(?:judge|grader|evaluator|assessor|examiner|assistant|llm|language\s+model)"
_ANSWER = r"(?:this|my|the)\s+(?:answer|response)"
_REWARD = r"(?:scores?|bands?|marks?|points|grades?|ratings?|credit|4|5|10|100|four)"
_KO_JUDGE = r"(?:평가자|채점자|심사\s?위원|심사자|(?:평가|채점)\s?(?:모델|시스템)|인공지능|ai)"
_KO_REQUEST = r"(?:주세요|주십시오|줘|바랍니다|하라|하시오|해라|부탁|하세요)"
_KO_REWARD = r"(?:만점|최고\s?점|최고\s?점수|높은\s?점수|좋은\s?점수|[0-9]\s?점|밴드\s?[0-4]|[0-4]\s?밴드|가산점)"

_TO_THE_JUDGE = re.compile(
    rf"""
      \b(?:ignore|disregard|forget|override|bypass)\b.{{0,40}}
        \b(?:instructions?|prompts?|rubric|rules|criteria|above|previous)\b
    | \b(?:give|award|assign|grant)\s+(?:me|it|{_ANSWER}|the\s+candidate)\b.{{0,30}}\b{_REWARD}\b
    | \b(?:rate|score|grade|rank|evaluate|judge)\s+(?:me|{_ANSWER})\b
    | \b(?:full|maximum|perfect)\s+(?:marks?|scores?|points|credit)\b | \b(?:highest|top|full)\s+band\b
    | \bband\s*(?:of\s+)?(?:[0-4]|four|five|three)\b
    | \b(?:dear|hey|hello|attention|note\s+to)\s+(?:the\s+)?(?:{_JUDGE}|ai)\b
    | \bas\s+(?:an?|the)\s+(?:{_JUDGE}|ai)\b
    | \b(?:{_JUDGE}|system|developer)\s*: | \bthe\s+{_JUDGE}\s+(?:should|must|has\s+to|needs\s+to)\b
    | \byou\s+are\s+(?:now\s+)?(?:an?|the)\s+(?:\w+\s+)?(?:{_JUDGE}|ai|model)\b
    | \b(?:system\s+prompt|new\s+instructions?)\b
    | \b(?:criterion|(?<!acceptance\ )(?<!success\ )criteria|rubric|key\s+points?|bands?)\b.{{0,150}}
        \b(?:met|satisfied|covered|fulfilled|achieved|awarded)\b
    | \b(?:mark|count|treat|record)\b.{{0,150}}\bas\s+(?:met|satisfied|covered|fulfilled|found|complete)\b
    | ^\W*(?:the\s+)?(?:\w+\s+)?(?:rubric|scoring\s+criteria|evaluation\s+result)\b[^:]{{0,20}}:
    | \b{_ANSWER}\b.{{0,30}}\b(?:perfect|deserves?|excellent|complete|correct)\b
    | </?(?:system|assistant|instructions?|rubric|answer)> | \[/?(?:inst|system)\]
    | {_KO_JUDGE}(?:님|분들?)?(?:은|는|께서는?|에게|께)?\s*[,:]?\s*.{{0,40}}{_KO_REQUEST}
    | {_KO_JUDGE}(?:님|분들?)?(?:에게|께)\s.{{0,15}}(?:알립|알려|지시|전합|전달) | {_KO_JUDGE}\s*:
    | (?:최고|가장\s?높은|제일\s?높은)\s?(?:단계|점수|등급|밴드)(?:을|를|로|으로)?\s.{{0,10}}(?:주|줘|부여|매겨|처리)
    | (?:충족|만족|만점|달성|정답|완료)(?:한\s?것으로|된\s?것으로|으로|로)\s?(?:처리|간주|기록|인정|표시|봐)
    | (?:수정된|새로운|올바른|바뀐)\s?(?:루브릭|채점\s?기준|평가\s?기준) | (?:평가|채점)\s?결과\s*:
    | {_KO_REWARD}.{{0,15}}(?:주[세십시]|줘|부여해|달라|매겨\s?[주달]|처리해)
    | (?:이전|앞선|위의?|기존|모든)\s?(?:지시|명령|규칙|프롬프트|기준|내용).{{0,12}}(?:무시|잊|따르지)
    | (?:시스템|새로운)\s?(?:프롬프트|지시|명령)
    | (?:평가|채점)\s?(?:기준|항목|루브릭).{{0,15}}(?:충족|만족|달성)
    | (?:이|제|본)\s?(?:답변|대답|응답)(?:은|이)?\s.{{0,15}}(?:완벽|만점|우수|탁월|정답)
    | (?:이|제|본)\s?(?:답변|대답|응답)(?:은|이)\s.{{0,150}}(?:만점|최고점)
    """,
    re.VERBOSE | re.DOTALL,
)


_TAGGED = re.compile(
    r"<(system|assistant|instructions?|rubric)>.*?(?:</\1>|\Z) | \[(inst|system)\].*?(?:\[/\2\]|\Z)",
    re.VERBOSE | re.DOTALL,
)


def addresses_judge(text: str) -> bool:
    """Whether folded `text`, a sentence, speaks to whoever judges."""
    return _TO_THE_JUDGE.search(text) is not None


def tagged(text: str) -> Iterator[Span]:
    """Stretches of folded `text` between tags that play somebody's part in a conversation with a model."""
    for match in _TAGGED.finditer(text):
        yield Span(*match.span())
