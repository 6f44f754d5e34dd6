"""Which parts of a told experience an answer has: the situation or task, what the speaker did, what came of it.

Known by the words that people tell stories with, in both languages; a part that is told in other words is taken for
missing, and is then asked for in a way that loses nothing for whoever has told it.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from contracts.base import Language
from contracts.questions import QuestionCategory
from contracts.trace import StarPart

from engines.llm.statements import Kind, Sentence
from engines.text import english, korean
from engines.text.words import is_korean

_SITUATION = re.compile(
    r"""
      \b(?:last|previous|first|former|one)\s+(?:\w+\s+)?(?:year|month|week|summer|winter|spring|autumn|quarter|job|team|
        company|project|time|day|release|sprint|employer|internship|semester|night|launch|client|customer)\b
    | \b(?:when|while|after|before)\s+(?:i|we|our|my|the|a|one)\b
    | \bat\s+(?:my|the|a)\b | \bin\s+(?:my|our|a|the|20\d\d)\b
    | \bthere\s+(?:was|were)\b | \bwe\s+(?:were|had)\b | \bat\s+the\s+time\b | \b(?:once|ago|back\s+then|originally)\b
    | \b(?:my|our)\s+(?:team|company|project|manager|boss|client|customer|colleague|product|service)\b
    | 작년|재작년|지난|올해|당시|년\s?전|개월\s?전|달\s?전|주\s?전|년도|대학|학교|학기|인턴|입사
    | 때(?![문로])
    | (?:프로젝트|회사|팀|부서|직장|동아리|매장|서비스|병원|현장)(?:에서|에|의|가|이|는|은|를|을)?(?![가-힣])
    | 상황|문제가|한\s?번은|동료|고객|팀장|상사|선배|후배
    """,
    re.VERBOSE,
)
_TASK = re.compile(
    r"""
      \bmy\s+(?:\w+\s+)?(?:job|role|task|part|goal|responsibility|assignment)\b
    | \bi\s+was\s+(?:\w+\s+)?
        (?:asked|told|responsible|in\s+charge|assigned|given|supposed|leading|the\s+(?:lead|only|one))\b
    | \b(?:i|we)\s+(?:had|needed|were\s+supposed|wanted)\s+to\b | \b(?:goal|deadline|target|task)\s+was\b
    | 맡[았은아고]|담당|역할|책임|목표|해야\s?(?:했|하|할)|과제|요청(?:을|이|받)|임무|필요했
    """,
    re.VERBOSE,
)
_RESULT = re.compile(
    r"""
      \b(?:as\s+a\s+result|in\s+the\s+end|eventually|finally|since\s+then|afterwards?|ever\s+since|from\s+then\s+on|
        ended\s+up|outcome|result(?:s|ed)?|thanks\s+to|that\s+way|led\s+to|paid\s+off|today|now)\b
    | \b(?:reduced?|increased?|improved?|dropped|fell|rose|grew|saved?|halved|doubled|tripled|shortened|cut|
        went\s+(?:down|up|from)|decreased|succeeded|worked|shipped|delivered|launched|finished|completed|solved|fixed|approved|agreed|adopted|
        learn(?:ed|t)|kept|stayed|stopped|became|got\s+better|renewed|hired|won|passed|met)\b
    | \bwithout\s+(?:any\s+)?(?:\w+\s+)?(?:incident|problem|complaint|delay|outage|error|loss)s?\b
    | \b(?:from|to|by)\s+(?:\w+\s+)?(?:\d|two|three|four|five|six|seven|eight|nine|ten|half|zero)
    | 결과|덕분|결국|그\s?뒤|그\s?후|이후|지금은|지금도|마침내
    | 줄[었였어여]|늘[었렸어려]|높[아였]|낮[아췄]|올[랐라렸려]|떨어[졌져]|개선[되했됐]|향상|단축|절감|달성|완료
    | 성공|해결[되했됐]|마무리|끝[났냈내]|배[웠우]|깨달|없어졌|사라졌|나아졌|좋아졌|통과|출시|마쳤|받았|이어졌|바뀌었
    | 바뀐|퍼센트|%|되었|됐
    """,
    re.VERBOSE,
)
_EXPECTED = re.compile(
    r"""
      \b(?:so\s+that|that\s+way|make\s+sure|afterwards?|later|then|follow\s+up|check|measure|verify|confirm|review|prevent|avoid|
        result|outcome|learn|in\s+the\s+end|finally|next\s+time|because|otherwise)\b
    | 확인|점검|효과|기대|결과|도록|재발|방지|예방|측정|돌아보|회고|마지막|그러면|때문|이후|나중|다음
    """,
    re.VERBOSE,
)
_KO_PAST_STATE = re.compile(r"(?:있|없|였|이었|좋|어려|힘들|느꼈|느끼|생각|부족|발생|생겼|생기|심했|많았|컸|적었|필요)")

QUESTIONS: dict[QuestionCategory, dict[StarPart, dict[Language, str]]] = {
    QuestionCategory.BEHAVIORAL: {
        StarPart.SITUATION: {
            Language.KO: "그 일이 언제, 어떤 상황에서 있었고 무엇을 맡으셨는지 조금 더 말씀해 주시겠어요?",
            Language.EN: "Could you tell me a little more about when and where that was, and what your task was?",
        },
        StarPart.ACTION: {
            Language.KO: "그 상황에서 직접 하신 일을 순서대로 말씀해 주시겠어요?",
            Language.EN: "What did you do yourself, step by step?",
        },
        StarPart.RESULT: {
            Language.KO: "그래서 결과는 어떻게 되었나요? 무엇이 달라졌는지 구체적으로 말씀해 주세요.",
            Language.EN: "And what came of it? Please tell me what changed, as concretely as you can.",
        },
    },
    QuestionCategory.SITUATIONAL: {
        StarPart.ACTION: {
            Language.KO: "그렇다면 가장 먼저 무엇부터 하시겠어요?",
            Language.EN: "So what would you do first?",
        },
        StarPart.RESULT: {
            Language.KO: "그렇게 하면 어떤 결과가 나올까요? 잘되었는지는 무엇을 보고 판단하시겠어요?",
            Language.EN: "What would you expect to come of that, and how would you tell whether it worked?",
        },
    },
}
"""By category and part, in the order in which missing ones are asked for."""


def missing_parts(category: QuestionCategory, answer: str, sentences: list[Sentence]) -> Iterator[StarPart]:
    """The parts of a story that a folded answer lacks, in the order to ask for them; none where no story is told."""
    told = [answer[s.span.start : s.span.end] for s in sentences if s.kind in (Kind.STATEMENT, Kind.ECHO)]
    has = _HAS.get(category, {})
    return (part for part in _ORDER if part in has and not any(has[part](sentence) for sentence in told))


def _has_situation(sentence: str) -> bool:
    return _SITUATION.search(sentence) is not None or _TASK.search(sentence) is not None


def _has_action(sentence: str) -> bool:
    if is_korean(sentence):
        words = ["", *sentence.split()]
        return any(
            korean.tells_past_action(word) and not _KO_PAST_STATE.search(word) and not before.endswith("야")
            for before, word in pairwise(words)  # 옮겨야 했다 is what there was to do
        )
    return english.tells_action(sentence)


def _has_intent(sentence: str) -> bool:
    return is_korean(sentence) or english.tells_action(sentence)


def _has_result(sentence: str) -> bool:
    return _RESULT.search(sentence) is not None


def _has_expectation(sentence: str) -> bool:
    return _EXPECTED.search(sentence) is not None or _has_result(sentence)


_ORDER = (StarPart.ACTION, StarPart.RESULT, StarPart.SITUATION)
_HAS = {
    QuestionCategory.BEHAVIORAL: {
        StarPart.SITUATION: _has_situation,
        StarPart.ACTION: _has_action,
        StarPart.RESULT: _has_result,
    },
    QuestionCategory.SITUATIONAL: {StarPart.ACTION: _has_intent, StarPart.RESULT: _has_expectation},
}
