"""How the embedded judge explains a band, in the language of the answer."""

from contracts.base import Language

from engines.llm.evidence import CONTRADICTIONS, PointFinding, Refusal
from engines.llm.substance import Substance

_REFUSED = {
    Language.KO: {
        Refusal.DENIED: "언급했으나 하지 않았다고 말함",
        Refusal.LISTED: "용어만 나열함",
        Refusal.INSTRUCTION: "평가자에게 하는 말에만 나옴",
        Refusal.ECHO: "질문을 되풀이한 말에만 나옴",
        Refusal.NO_ANSWER: "답하지 않는다는 말에만 나옴",
        Refusal.CONTRADICTED: "반대되는 말을 함",
        Refusal.OTHER_NUMBER: "다른 수치를 말함",
    },
    Language.EN: {
        Refusal.DENIED: "mentioned, but denied",
        Refusal.LISTED: "only listed as a term",
        Refusal.INSTRUCTION: "only in words addressed to the judge",
        Refusal.ECHO: "only in a repetition of the question",
        Refusal.NO_ANSWER: "only in words that decline to answer",
        Refusal.CONTRADICTED: "the opposite was said",
        Refusal.OTHER_NUMBER: "another number was said",
    },
}


def not_enough_said(language: Language, words: int, needed: int) -> str:
    if language is Language.KO:
        return f"판단할 만큼 말하지 않았습니다. 내용을 담은 낱말이 {words}개이고, 적어도 {needed}개가 필요합니다."
    return f"Too little was said to judge: {words} content words, and at least {needed} are needed."


def explain(
    language: Language, findings: list[PointFinding], substance: Substance, *, off_subject: bool, provisional: bool
) -> str:
    """What was found, what is missing and why, and what else moved the band."""
    found = [_named(language, finding) for finding in findings if finding.found]
    missing = [_named(language, finding) for finding in findings if not finding.found]
    parts = _korean(found, missing, substance) if language is Language.KO else _english(found, missing, substance)
    if off_subject and not found:
        parts.insert(1, _OFF_SUBJECT[language])
    if provisional:
        parts.insert(0, _PROVISIONAL[language])
    return " ".join(parts)


_OFF_SUBJECT = {
    Language.KO: "질문과 다른 이야기로 보입니다.",
    Language.EN: "It seems to speak of something else than the question.",
}
_PROVISIONAL = {
    Language.KO: "음성 인식을 믿기 어려워 임시로 매긴 단계입니다.",
    Language.EN: "Provisional: the transcript is not reliable.",
}
_BY_MEANING = {Language.KO: "같은 낱말은 없지만 뜻으로 찾음", Language.EN: "by meaning, not by its words"}


def _named(language: Language, finding: PointFinding) -> str:
    """A key point, with what speaks against it: of a found one only contradictions, other mentions do not matter."""
    name = finding.point.name.in_language(language)
    against = [r for r in finding.refusals if not finding.found or r in CONTRADICTIONS]
    notes = [_REFUSED[language][refusal] for refusal in against[:1]]
    if finding.by_meaning:
        notes.insert(0, _BY_MEANING[language])
    return f"{name} ({', '.join(notes)})" if notes else name


def _korean(found: list[str], missing: list[str], substance: Substance) -> list[str]:
    parts = [f"확인한 내용: {', '.join(found)}." if found else "핵심 내용을 하나도 찾지 못했습니다."]
    if missing:
        parts.append(f"빠진 내용: {', '.join(missing)}.")
    if found:
        marks = [f"내용어 {substance.words}개"]
        marks.append("숫자 있음" if substance.number else "숫자 없음")
        marks.append("직접 한 일 있음" if substance.action else "직접 한 일 없음")
        parts.append(f"구체성: {', '.join(marks)}.")
    return parts


def _english(found: list[str], missing: list[str], substance: Substance) -> list[str]:
    parts = [f"Found: {', '.join(found)}." if found else "None of the key points was found."]
    if missing:
        parts.append(f"Missing: {', '.join(missing)}.")
    if found:
        marks = [f"{substance.words} content words"]
        marks.append("a number" if substance.number else "no number")
        marks.append("an action of your own" if substance.action else "no action of your own")
        parts.append(f"Substance: {', '.join(marks)}.")
    return parts
