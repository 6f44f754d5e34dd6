"""What a report says in words: summary, strengths and next steps, each tied to what was said.

A criterion that several questions share is spoken of once, with the words that carry it best. A next step says what the
answer left out, and which sentence of the model answer says it; of a screening interview only the former, since
nobody is coached there. Nothing here speaks of hiring.
"""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.base import InterviewMode, Language, Unmeasured
from contracts.evaluation import CriterionJudgement, EvidenceSpan, MeasuredScore, ReportedAnswer, TiedRemark
from contracts.questions import Criterion, KeyPoint
from engines.llm.evidence import look_for
from engines.llm.scoring import TOP_BAND
from engines.llm.statements import read
from engines.text.folding import fold
from engines.text.sentences import sentences
from persistence.interviews.answers import AnsweredQuestion

STRONG_BAND = 3
MOST = 5
MOST_POINTS = 3

TEXTS = {
    Language.KO: {
        "strength": "‘{criterion}’에서 돋보인 점: {points} ({bands})",
        "strong": "‘{criterion}’ 기준을 잘 뒷받침하는 말을 했습니다 ({bands})",
        "band": "{turn}번 답변 4점 만점에 {band}점",
        "missing": "‘{criterion}’에서 더하면 좋을 점: {missing} ({turns})",
        "weak": "‘{criterion}’: 무엇을 했고 결과가 어땠는지 구체적으로 덧붙여 보세요 ({turns})",
        "not_found": "‘{criterion}’에서 찾지 못한 내용: {missing} ({turns})",
        "not_backed": "‘{criterion}’ 기준을 뒷받침하는 구체적인 말이 적었습니다 ({turns})",
        "turn": "{turn}번 답변",
        "answered": "질문 {asked}개 가운데 {answered}개에 답했습니다.",
        "measured": "기준 {total}개 가운데 {measured}개가 점수에 들어갔고, 종합 점수는 100점 만점에 {value:g}점입니다.",
        "unmeasured": "종합 점수는 매기지 않았습니다: {reason}.",
    },
    Language.EN: {
        "strength": "What came across in “{criterion}”: {points} ({bands})",
        "strong": "What you said bears out “{criterion}” well ({bands})",
        "band": "answer {turn}: band {band} of 4",
        "missing": "What “{criterion}” still lacks: {missing} ({turns})",
        "weak": "Back “{criterion}” with what you did and what came of it ({turns})",
        "not_found": "Not found for “{criterion}”: {missing} ({turns})",
        "not_backed": "Little that was said bears out “{criterion}” ({turns})",
        "turn": "answer {turn}",
        "answered": "{answered} of {asked} questions were answered.",
        "measured": "{measured} of {total} criteria count towards the scores; overall {value:g} of 100.",
        "unmeasured": "There is no overall score: {reason}.",
    },
}

REASONS = {
    Language.KO: {
        Unmeasured.NOT_ASKED: "평가할 답변이 없습니다",
        Unmeasured.NOT_ENOUGH_SAID: "평가하기에 답변이 너무 짧습니다",
        Unmeasured.OFF_LANGUAGE: "면접 언어로 한 답변이 아닙니다",
        Unmeasured.TRANSCRIPT_UNRELIABLE: "음성 인식 결과를 점수의 근거로 삼을 만큼 믿을 수 없습니다",
        Unmeasured.MODEL_FAILED: "평가 엔진이 답을 내지 못했습니다",
    },
    Language.EN: {
        Unmeasured.NOT_ASKED: "there is no answer to judge",
        Unmeasured.NOT_ENOUGH_SAID: "too little was said",
        Unmeasured.OFF_LANGUAGE: "what was said is not in the interview's language",
        Unmeasured.TRANSCRIPT_UNRELIABLE: "the speech recogniser is not reliable enough to score anyone on",
        Unmeasured.MODEL_FAILED: "the evaluator failed",
    },
}


@dataclass(frozen=True)
class _Judged:
    """A judgement with a band, and the criterion of the rubric behind it; none where the rubric knows no such slug."""

    question: AnsweredQuestion
    judgement: CriterionJudgement
    band: int

    @property
    def turn(self) -> int:
        return self.question.answer.turn

    @property
    def criterion(self) -> Criterion | None:
        slug = self.judgement.criterion
        return next((known for known in self.question.rubric.criteria if known.slug == slug), None)

    @property
    def gain(self) -> float:
        """What the full band would add, in shares of the answer's score."""
        return self.judgement.weight * (TOP_BAND - self.band) / TOP_BAND

    def points_in(self, text: str) -> list[KeyPoint]:
        return _points_in(text, self.criterion) if self.criterion else []


def summarise(answers: list[ReportedAnswer], overall: MeasuredScore, language: Language) -> str:
    texts = TEXTS[language]
    answered = sum(bool(answer.text.strip()) for answer in answers)
    sentences = [texts["answered"].format(asked=len(answers), answered=answered)]
    if overall.value is not None:
        sentences.append(
            texts["measured"].format(
                measured=overall.criteria_measured, total=overall.criteria_total, value=overall.value
            )
        )
    elif overall.reason is not None:
        sentences.append(texts["unmeasured"].format(reason=REASONS[language][overall.reason]))
    return " ".join(sentences)


def strengths(questions: list[AnsweredQuestion], language: Language) -> list[TiedRemark]:
    """The criteria with the highest bands, over all answers, each with the quote that says most of it."""
    groups = _by_criterion(questions, lambda judged: judged.band >= STRONG_BAND and bool(judged.judgement.evidence))
    for group in groups:
        group.sort(key=lambda judged: (-judged.band, judged.turn))
    groups.sort(key=lambda group: (-group[0].band, -len(group), group[0].turn))
    return [_strength(group, language) for group in groups[:MOST]]


def next_steps(questions: list[AnsweredQuestion], language: Language, mode: InterviewMode) -> list[TiedRemark]:
    """What would add most to the answers, over all of them, the greatest gain first."""
    groups = _by_criterion(questions, lambda judged: judged.band < STRONG_BAND)
    for group in groups:
        group.sort(key=lambda judged: (-judged.gain, judged.turn))
    groups.sort(key=lambda group: (-group[0].gain, group[0].turn))
    return [_next_step(group, language, mode) for group in groups[:MOST]]


def _by_criterion(questions: list[AnsweredQuestion], is_wanted: Callable[[_Judged], bool]) -> list[list[_Judged]]:
    groups: dict[str, list[_Judged]] = {}
    for question in questions:
        evaluation = question.answer.evaluation
        for judgement in evaluation.criteria if evaluation else []:
            if judgement.band is None:
                continue
            judged = _Judged(question, judgement, judgement.band)
            if is_wanted(judged):
                groups.setdefault(judgement.criterion, []).append(judged)
    return list(groups.values())


def _strength(group: list[_Judged], language: Language) -> TiedRemark:
    texts = TEXTS[language]
    judged, quote = _telling_quote(group)
    points = [point.name.in_language(language) for point in judged.points_in(quote.quote)]
    bands = ", ".join(texts["band"].format(turn=one.turn, band=one.band) for one in group)
    return TiedRemark(
        text=texts["strength" if points else "strong"].format(
            criterion=judged.judgement.name, points=", ".join(points[:MOST_POINTS]), bands=bands
        ),
        turn=judged.turn,
        turns=sorted(one.turn for one in group),
        criterion=judged.judgement.criterion,
        quote=quote.quote,
    )


def _telling_quote(group: list[_Judged]) -> tuple[_Judged, EvidenceSpan]:
    """Of the quotes under the best bands, the one that states most key points; of equals, the shortest."""
    best = [judged for judged in group if judged.band == group[0].band]
    quotes = [(judged, quote) for judged in best for quote in judged.judgement.evidence]
    return min(quotes, key=lambda pair: (-len(pair[0].points_in(pair[1].quote)), len(pair[1].quote)))


def _next_step(group: list[_Judged], language: Language, mode: InterviewMode) -> TiedRemark:
    texts = TEXTS[language]
    coaches = mode is InterviewMode.PRACTICE
    left_out, thin = ("missing", "weak") if coaches else ("not_found", "not_backed")
    judged = group[0]
    turns = sorted(one.turn for one in group)
    missing = judged.judgement.missing[:MOST_POINTS]
    return TiedRemark(
        text=texts[left_out if missing else thin].format(
            criterion=judged.judgement.name,
            missing=", ".join(missing),
            turns=", ".join(texts["turn"].format(turn=turn) for turn in turns),
        ),
        turn=judged.turn,
        turns=turns,
        criterion=judged.judgement.criterion,
        quote=judged.judgement.evidence[0].quote if judged.judgement.evidence else None,
        example=_sentence_that_says(_lacking(judged, language), judged, language) if coaches else None,
    )


def _lacking(judged: _Judged, language: Language) -> list[KeyPoint]:
    """The key points that the judge missed; where it named none of them, those that the answer does not state."""
    if judged.criterion is None:
        return []
    points = judged.criterion.key_points
    missed = [point for point in points if point.name.in_language(language) in judged.judgement.missing]
    if missed:
        return missed
    answer = judged.question.answer
    stated = judged.points_in("\n\n".join([answer.text, *(follow_up.text for follow_up in answer.follow_ups)]))
    return [point for point in points if point not in stated]


def _sentence_that_says(points: list[KeyPoint], judged: _Judged, language: Language) -> str | None:
    """The sentence of the model answer that states most of `points`, where one states any."""
    model_answer = " ".join(judged.question.rubric.model_answer.in_language(language).split())
    stating = [
        (sum(point in points for point in judged.points_in(sentence)), sentence)
        for sentence in _sentences(model_answer)
    ]
    most, sentence = max(stating, key=lambda pair: pair[0], default=(0, ""))
    return sentence if most else None


def _sentences(text: str) -> list[str]:
    folded = fold(text)
    origins = [folded.origin(span) for span in sentences(folded.text)]
    return [text[origin.start : origin.end] for origin in origins]


def _points_in(text: str, criterion: Criterion) -> list[KeyPoint]:
    """The key points that `text` states, as the embedded judge finds them."""
    folded = fold(text).text
    return [finding.point for finding in look_for(criterion, folded, read(folded, "")) if finding.found]
