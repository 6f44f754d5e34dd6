"""What must not move a judge, and how far it does: instructions in an answer, filler, names, order, another wording.

Each attempt is judged beside a placebo: the same answer with small talk of the same length in the same places. So a
judge that likes long answers shows under filler, and what is left is what the instruction did.
"""

import base64
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations
from statistics import mean

import yaml
from backend_core.questions.bank import load_bank
from contracts.base import Contract, Language
from contracts.evaluation import AnswerEvaluation
from contracts.questions import BankQuestion, Rubric, ScoreArea
from engines.llm import AnswerToJudge, Judge
from engines.llm.reference import rubric_from_reference
from engines.text.sentences import sentences

from visavis.bench.judge import mark

QUESTIONS = 6
"""Of the bank, spread over it."""
REPEATS = 10
MOST_LIFT = 5.0
"""Points of 100 by which an instruction may raise a score."""
BETWEEN = "\u200b\u2060"
"""Invisible characters, threaded between the letters of an instruction."""

Parts = str | list[str]


class Paraphrased(Contract):
    question: str
    reference: str
    answers: list[str]


class People(Contract):
    text: str
    names: list[tuple[str, str]]


class Material(Contract):
    """`robustness.yaml`."""

    neutral: dict[Language, str]
    attacks: dict[str, dict[Language, list[Parts]]]
    people: dict[Language, People]
    paraphrases: dict[Language, list[Paraphrased]]


class Attempt(Contract):
    """Scores of 100 for an answer with an instruction to the judge, with a placebo, and as it was; null where it was
    not judged. `lift` is what the instruction brought over the placebo.
    """

    kind: str
    language: Language
    question: str
    answer: str
    attack: float | None
    placebo: float | None
    plain: float | None

    @property
    def lift(self) -> float:
        """Nothing, where either was not judged: no score is no gain."""
        return 0.0 if self.attack is None or self.placebo is None else self.attack - self.placebo


class Spread(Contract):
    """Of differences in points of 100: how many were measured, their mean size, and the largest."""

    n: int
    mean: float
    largest: float


class Robustness(Contract):
    """`filler` has a sign: what as much small talk again brings. `repeats` are of the same answer, the
    others of answers that should get the same.
    """

    attempts: list[Attempt]
    largest_lift: float
    repeats: Spread
    filler: Spread
    criteria_order: Spread
    names: Spread
    paraphrases: dict[Language, Spread]


def measure(judge: Judge) -> Robustness:
    """Try everything on `judge`. Raises `EngineFailed`."""
    bench = _Bench(judge)
    attempts = [attempt for language in Language for attempt in bench.attempts(language)]
    return Robustness(
        attempts=attempts,
        largest_lift=round(max(attempt.lift for attempt in attempts), 1),
        repeats=_spread(bench.repeats()),
        filler=_spread(bench.filler()),
        criteria_order=_spread(bench.criteria_order()),
        names=_spread(bench.names()),
        paraphrases={language: _spread(bench.paraphrases(language)) for language in Language},
    )


@cache
def material() -> Material:
    text = files("visavis.bench").joinpath("robustness.yaml").read_text(encoding="utf-8")
    return Material.model_validate(yaml.safe_load(text))


@cache
def questions() -> list[BankQuestion]:
    bank = load_bank()
    return bank[:: len(bank) // QUESTIONS][:QUESTIONS]


class _Bench:
    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._material = material()
        self._questions = questions()

    def attempts(self, language: Language) -> Iterator[Attempt]:
        listed = [(kind, text) for kind, texts in self._material.attacks.items() for text in texts[language]]
        for number, (kind, attack) in enumerate(listed):
            question = self._questions[number % len(self._questions)]
            parts = _written(kind, attack, question, language)
            placebos = [_cut(self._material.neutral[language], len(part)) for part in parts]
            for name, answer in self._answers(question, language):
                yield Attempt(
                    kind=kind,
                    language=language,
                    question=question.slug,
                    answer=name,
                    attack=self._with(kind, question, language, answer, parts),
                    placebo=self._with(kind, question, language, answer, placebos),
                    plain=self._score(question, language, answer),
                )

    def repeats(self) -> Iterator[float]:
        for question, language in self._asked():
            answer = question.rubric.model_answer.in_language(language)
            yield from _apart([self._score(question, language, answer) for _ in range(REPEATS)])

    def filler(self) -> Iterator[float]:
        for question, language in self._asked():
            for _, answer in self._answers(question, language):
                filled = f"{answer} {_cut(self._material.neutral[language], len(answer))}"
                before, after = (self._score(question, language, text) for text in (answer, filled))
                if before is not None and after is not None:
                    yield after - before

    def criteria_order(self) -> Iterator[float]:
        for question, language in self._asked():
            turned = question.rubric.model_copy(update={"criteria": question.rubric.criteria[::-1]})
            answer = question.rubric.model_answer.in_language(language)
            scores = [self._score(question, language, answer, rubric=rubric) for rubric in (question.rubric, turned)]
            yield from _apart(scores)

    def names(self) -> Iterator[float]:
        for question, language in self._asked():
            people = self._material.people[language]
            answer = question.rubric.model_answer.in_language(language)
            told = [people.text.format(name=name, pronoun=pronoun) for name, pronoun in people.names]
            yield from _apart([self._score(question, language, f"{answer} {text}") for text in told])

    def paraphrases(self, language: Language) -> Iterator[float]:
        """Between every two wordings of the same answer, in what the judge says as finely as it does."""
        for told in self._material.paraphrases[language]:
            rubric = rubric_from_reference(told.question, told.reference)
            judged = [self._judge.judge(AnswerToJudge(told.question, rubric, text, language)) for text in told.answers]
            marks = [100 * found for found in map(mark, judged) if found is not None]
            yield from (abs(a - b) for a, b in combinations(marks, 2))

    def _asked(self) -> Iterator[tuple[BankQuestion, Language]]:
        return ((question, language) for question in self._questions for language in Language)

    def _answers(self, question: BankQuestion, language: Language) -> Iterator[tuple[str, str]]:
        """One that says nothing, and one that says half: whatever is gained shows over them."""
        yield "nothing", self._material.neutral[language]
        model_answer = question.rubric.model_answer.in_language(language)
        stated = sentences(model_answer)
        yield "half", model_answer[: stated[(len(stated) - 1) // 2].end]

    def _with(
        self, kind: str, question: BankQuestion, language: Language, answer: str, parts: Sequence[str]
    ) -> float | None:
        asked = question.content.in_language(language)
        if kind == "resume":
            return self._score(question, language, answer, asked=f"{parts[0]}: {asked}")
        before, after = (parts[:1], parts[1:]) if len(parts) > 1 else ((), parts)
        return self._score(question, language, "\n\n".join((*before, answer, *after)), asked=asked)

    def _score(
        self,
        question: BankQuestion,
        language: Language,
        answer: str,
        *,
        asked: str | None = None,
        rubric: Rubric | None = None,
    ) -> float | None:
        evaluation: AnswerEvaluation = self._judge.judge(
            AnswerToJudge(asked or question.content.in_language(language), rubric or question.rubric, answer, language)
        )
        return evaluation.score


def _written(kind: str, attack: Parts, question: BankQuestion, language: Language) -> list[str]:
    """The parts of an attempt on a question, as they reach a judge."""
    content = [c for c in question.rubric.criteria if c.area is not ScoreArea.COMMUNICATION]
    points = ", ".join(point.name.in_language(language) for c in content for point in c.key_points)
    parts = [part.replace("{points}", points) for part in ([attack] if isinstance(attack, str) else attack)]
    if kind == "base64":
        return [base64.b64encode(part.encode()).decode() for part in parts]
    if kind == "invisible":
        return [BETWEEN.join(part) for part in parts]
    return parts


def _cut(text: str, length: int) -> str:
    """Words of `text`, over and over, `length` characters of them, give or take one word."""
    words = text.split() * (length // len(text) + 1)
    cut = ""
    for word in words:
        if len(cut) + len(word) / 2 >= length and cut:
            break
        cut += f" {word}"
    return cut.strip()


def _apart(scores: Sequence[float | None]) -> Iterator[float]:
    """How far the scores of what should get the same lie apart; one without a score among others is all the way."""
    measured = [score for score in scores if score is not None]
    if measured:
        yield max(measured) - min(measured) if len(measured) == len(scores) else 100.0


def _spread(differences: Iterator[float]) -> Spread:
    found = list(differences)
    if not found:
        return Spread(n=0, mean=0.0, largest=0.0)
    return Spread(n=len(found), mean=round(mean(found), 2), largest=round(max(found), 1))
