"""Whether people of some groups go on more often than others: figures of groups, never of a person.

As the rules of New York's Local Law 144 have them (6 RCNY § 5-301 (b)): the selection rate of each group, and its
impact ratio, which is that rate by the highest of any group of its table; for gender and ethnicity each, and for the
two combined. Rates come with Wilson's interval, ratios with that of their logarithm, half a person added to each count
so that none is undefined (Walter 1975).
"""

import csv
import io
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import NormalDist, mean

from contracts.base import InterviewMode
from contracts.reviews import Outcome
from contracts.rights import AgeBand, Disability, Ethnicity, Gender, GroupDimension
from persistence.columns import utc_now
from persistence.database import run_sync
from persistence.hiring.recruiting import JobPosting
from persistence.hiring.reviews import Decision
from persistence.interviews.corrections import Correction
from persistence.people.rights import DeclaredGroup
from persistence.tables import Interview, Transcript
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from backend_core.rights.schemas import BiasAudit, GroupFigures, GroupTable, Ratio, Unfounded
from backend_core.rights.withholding import ALL, MIN_GROUP, withheld

UNDECLARED = "undeclared"
GROUPS: dict[GroupDimension, tuple[str, ...]] = {
    dimension: (*(value.value for value in values), UNDECLARED)
    for dimension, values in (
        (GroupDimension.GENDER, Gender),
        (GroupDimension.AGE, AgeBand),
        (GroupDimension.ETHNICITY, Ethnicity),
        (GroupDimension.DISABILITY, Disability),
    )
}
TABLES = (*((dimension,) for dimension in GroupDimension), (GroupDimension.GENDER, GroupDimension.ETHNICITY))
Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Decided:
    """Somebody about whom a person has decided, without who it is. `letters` are those of the spoken answers that they
    checked, 0 where they checked none, and `letter_errors` what the recogniser had wrong of them.
    """

    posting_id: str
    version: int | None
    advanced: bool
    score: float | None
    letters: int
    letter_errors: int
    groups: dict[GroupDimension, str]

    def group(self, dimensions: Iterable[GroupDimension]) -> tuple[str, ...]:
        return tuple(self.groups.get(dimension, UNDECLARED) for dimension in dimensions)


async def audit(session: AsyncSession, organisation_id: str, posting_id: str | None) -> BiasAudit:
    """Of one posting, or of all. What is withheld of a posting follows from all of them."""
    everybody = await _decided(session, organisation_id)
    people = [one for one in everybody if posting_id in (None, one.posting_id)]
    return BiasAudit(
        organisation_id=organisation_id,
        posting_id=posting_id,
        made_at=utc_now(),
        min_group=MIN_GROUP,
        decided=len(people),
        advanced=sum(one.advanced for one in people),
        versions=len({(one.posting_id, one.version) for one in people}),
        tables=[_table(dimensions, people, _hidden(dimensions, everybody, posting_id)) for dimensions in TABLES],
    )


def as_csv(audit: BiasAudit) -> str:
    """One line a group, with the byte order mark that spreadsheets want; combined ones are `gender+ethnicity`,
    `woman+asian`. There is no text of anybody's in it.
    """
    text = io.StringIO()
    columns = [name for name in GroupFigures.model_fields if name not in ("group", "selection_rate", "impact_ratio")]
    ratios = [f"{name}{end}" for name in ("selection_rate", "impact_ratio") for end in ("", "_low", "_high")]
    table = csv.writer(text)
    table.writerow(["dimension", "group", "is_reference", *columns, *ratios])
    for one in audit.tables:
        for figures in one.groups:
            cells = [getattr(figures, name) for name in columns]
            for ratio in (figures.selection_rate, figures.impact_ratio):
                cells += [ratio.value, ratio.low, ratio.high] if ratio else [None, None, None]
            is_reference = figures.group == one.reference
            table.writerow(["+".join(one.dimensions), "+".join(figures.group), is_reference, *cells])
    return f"\N{BYTE ORDER MARK}{text.getvalue()}"


async def _decided(session: AsyncSession, organisation_id: str) -> list[Decided]:
    """By the newest decision about each; groups are joined here and nowhere else."""
    of_the_organisation = (
        select(Interview.id)
        .join(JobPosting, col(JobPosting.id) == Interview.job_posting_id)
        .where(JobPosting.organisation_id == organisation_id, Interview.mode == InterviewMode.SCREENING)
    )
    decisions = await session.exec(
        select(Interview, Decision.outcome)
        .join(Decision, col(Decision.interview_id) == Interview.id)
        .where(col(Interview.id).in_(of_the_organisation))
        .order_by(col(Interview.id), col(Decision.created_at).desc(), col(Decision.id).desc())
        .ext(distinct_on(col(Interview.id)))
    )
    rows = decisions.all()
    groups: dict[str, dict[GroupDimension, str]] = {}
    for declared in await session.exec(
        select(DeclaredGroup).where(col(DeclaredGroup.interview_id).in_(of_the_organisation))
    ):
        groups.setdefault(declared.interview_id, {})[declared.dimension] = declared.value
    checked = await run_sync(session, _checked, of_the_organisation)
    return [
        Decided(
            posting_id=str(interview.job_posting_id),
            version=interview.plan_version,
            advanced=outcome is Outcome.ADVANCE,
            score=interview.overall_score,
            letters=checked[interview.id].letters,
            letter_errors=checked[interview.id].letter_errors,
            groups=groups.get(interview.id, {}),
        )
        for interview, outcome in rows
    ]


@dataclass
class _Checked:
    letters: int = 0
    letter_errors: int = 0


def _checked(session: Session, interviews: SelectOfScalar[str]) -> defaultdict[str, _Checked]:
    """By interview, of the newest correction or confirmation of each answer. No text is read."""
    newest = session.exec(
        select(Transcript.interview_id, Correction.letters, Correction.letter_errors)
        .join(Correction, col(Correction.transcript_id) == Transcript.id)
        .where(col(Transcript.interview_id).in_(interviews))
        .order_by(col(Transcript.id), col(Correction.created_at).desc(), col(Correction.id).desc())
        .ext(distinct_on(col(Transcript.id)))
    )
    sums: defaultdict[str, _Checked] = defaultdict(_Checked)
    for interview_id, letters, errors in newest:
        sums[interview_id].letters += letters
        sums[interview_id].letter_errors += errors
    return sums


def _hidden(
    dimensions: Sequence[GroupDimension], everybody: Sequence[Decided], posting_id: str | None
) -> set[tuple[str, ...]]:
    """Of a combined table its sums are in the tables of its dimensions, for which the same is withheld."""
    counts = Counter((one.posting_id, *one.group(dimensions)) for one in everybody)
    postings = {one.posting_id for one in everybody}
    every_cell = product(sorted(postings), *(GROUPS[dimension] for dimension in dimensions))
    return {
        tuple(group)
        for posting, *group in withheld({cell: counts[cell] for cell in every_cell})
        if posting == (posting_id or ALL)
    }


def _table(dimensions: Sequence[GroupDimension], people: Sequence[Decided], hidden: set[tuple[str, ...]]) -> GroupTable:
    groups = list(product(*(GROUPS[dimension] for dimension in dimensions)))
    members: dict[tuple[str, ...], list[Decided]] = {group: [] for group in groups}
    for one in people:
        members[one.group(dimensions)].append(one)
    shown = {group: its for group, its in members.items() if its and group not in hidden}
    rates = {group: _share(its) for group, its in shown.items() if UNDECLARED not in group}
    reference = max(rates, key=lambda group: rates[group], default=None)
    best = shown[reference] if reference is not None and rates[reference] > 0 else None
    return GroupTable(
        dimensions=list(dimensions),
        reference=list(reference) if reference and best else None,
        groups=[_figures(group, shown.get(group), best) for group in groups],
    )


def _figures(group: tuple[str, ...], people: list[Decided] | None, best: list[Decided] | None) -> GroupFigures:
    if people is None:
        return GroupFigures(
            group=list(group),
            decided=None,
            advanced=None,
            selection_rate=None,
            impact_ratio=None,
            why_no_rate=Unfounded.WITHHELD,
            mean_score=None,
            scored=None,
            why_no_score=Unfounded.WITHHELD,
            recognition_error=None,
            checked=None,
            why_no_recognition_error=Unfounded.WITHHELD,
        )
    scores = [one.score for one in people if one.score is not None]
    enough = len(scores) >= MIN_GROUP
    checked = [one for one in people if one.letters]
    enough_checked = len(checked) >= MIN_GROUP
    is_compared = UNDECLARED not in group
    return GroupFigures(
        group=list(group),
        decided=len(people),
        advanced=sum(one.advanced for one in people),
        selection_rate=_rate(people),
        impact_ratio=_ratio(people, best) if best is not None and is_compared else None,
        why_no_rate=None if best is not None or not is_compared else Unfounded.NOBODY_ADVANCED,
        mean_score=round(mean(scores), 1) if enough else None,
        scored=len(scores) if enough else None,
        why_no_score=None if enough else Unfounded.TOO_FEW_SCORES,
        recognition_error=_recognition_error(checked) if enough_checked else None,
        checked=len(checked) if enough_checked else None,
        why_no_recognition_error=None if enough_checked else Unfounded.TOO_FEW_CHECKED,
    )


def _recognition_error(people: Sequence[Decided]) -> float:
    """Of letters, which are counted in both languages. Everybody's counts the same, however much they said."""
    return round(mean(one.letter_errors / one.letters for one in people), 4)


def _share(people: Sequence[Decided]) -> float:
    return sum(one.advanced for one in people) / len(people)


def _rate(people: Sequence[Decided]) -> Ratio:
    """Wilson's score interval."""
    n, share = len(people), _share(people)
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
    return Ratio(value=round(share, 4), low=round(max(0.0, middle - half), 4), high=round(min(1.0, middle + half), 4))


def _ratio(people: Sequence[Decided], best: Sequence[Decided]) -> Ratio:
    """Of the two rates; 1 exactly, without an interval around it, for the best group itself."""
    if people is best:
        return Ratio(value=1, low=1, high=1)
    (a, n), (b, m) = [(sum(one.advanced for one in group) + 0.5, len(group) + 0.5) for group in (people, best)]
    error = math.sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    middle = math.log(a / n) - math.log(b / m)
    low, high = (math.exp(middle + side * Z * error) for side in (-1, 1))
    return Ratio(value=round(_share(people) / _share(best), 4), low=round(low, 4), high=round(high, 4))
