"""The bias audit: right figures of groups, none of a handful of people, and none that can be worked out."""

import csv
import io
from collections import Counter
from itertools import product
from random import Random
from typing import Any

import pytest
from backend_core.rights.bias_audit import UNDECLARED, Decided, _rate, _ratio
from backend_core.rights.withholding import ALL, MIN_GROUP, withheld
from contracts.audit import AuditAction
from contracts.base import InterviewStatus, Language
from contracts.recruiting import MemberRole
from contracts.reviews import Outcome
from organisations import open_posting, screening_interview
from persistence.columns import utc_now
from persistence.hiring.recruiting import JobPosting
from persistence.hiring.reviews import Decision
from persistence.interviews.corrections import Correction
from persistence.people.rights import DeclaredGroup
from persistence.record.audit import AuditEntry
from persistence.tables import Interview, InterviewQuestion, Transcript
from sqlmodel import col, select

from conftest import Core, Person


def test_few_people_and_what_would_give_them_away_are_withheld():
    # The table of withholding's own docstring.
    counts = {("first", "a"): 12, ("first", "b"): 7, ("first", UNDECLARED): 9}
    counts |= {("second", "a"): 15, ("second", "b"): 3, ("second", UNDECLARED): 8}
    hidden = withheld(counts)
    assert {("second", "b"), ("second", UNDECLARED)} <= hidden
    assert ("first", "a") not in hidden
    assert (ALL, "a") not in hidden


POSTINGS, GROUPS, OTHERS = ("one", "two", "three"), ("a", "b", "c", UNDECLARED), ("x", "y", UNDECLARED)


@pytest.mark.parametrize("columns", [(GROUPS,), (GROUPS, OTHERS)], ids=["one dimension", "two combined"])
@pytest.mark.parametrize("seed", range(20))
def test_no_withheld_count_below_the_least_follows_from_the_others(columns: tuple[tuple[str, ...], ...], seed: int):
    chance = Random(seed)
    counts = {cell: chance.randrange(13) for cell in product(POSTINGS, *columns)}
    hidden = withheld(counts)
    axes = [(*names, ALL) for names in (POSTINGS, *columns)]

    def people(cell: tuple[str, ...]) -> int:
        return sum(
            count
            for one, count in counts.items()
            if all(whole in (ALL, part) for whole, part in zip(cell, one, strict=True))
        )

    cells = {cell: people(cell) for cell in product(*axes) if set(cell[1:]) != {ALL}}
    assert {cell for cell, count in cells.items() if count < MIN_GROUP} <= hidden <= cells.keys()
    for axis, names in enumerate(axes):
        for line in {cell[:axis] + cell[axis + 1 :] for cell in cells}:
            members = {(*line[:axis], name, *line[axis:]) for name in names} & cells.keys()
            gone = members & hidden
            if (few := sum(cells[cell] for cell in gone)) and gone != members:
                assert len(gone) > 1
                assert few >= MIN_GROUP


@pytest.mark.parametrize("seed", range(20))
def test_a_combined_table_withholds_of_its_sums_what_their_own_tables_do(seed: int):
    chance = Random(seed)
    counts = {cell: chance.randrange(7) for cell in product(POSTINGS, GROUPS, OTHERS)}
    combined = withheld(counts)
    for kept in (1, 2):
        alone: Counter[tuple[str, ...]] = Counter()
        for cell, count in counts.items():
            alone[cell[0], cell[kept]] += count
        sums = {cell for cell in combined if cell[3 - kept] == ALL}
        assert withheld(alone) == {(cell[0], cell[kept]) for cell in sums}


def people(advanced: int, of: int) -> list[Decided]:
    return [Decided("p", 1, number < advanced, 50.0, 0, 0, {}) for number in range(of)]


def test_rates_and_ratios_are_those_of_the_textbook():
    # Wilson's interval of 8 of 20, and the ratio of 12/40 to 20/40, as R's PropCIs and epitools give them.
    rate = _rate(people(8, 20))
    assert (rate.value, rate.low, rate.high) == (0.4, 0.2188, 0.6134)
    assert (_rate(people(0, 9)).low, _rate(people(9, 9)).high) == (0, 1)
    ratio = _ratio(people(12, 40), people(20, 40))
    assert ratio.value == 0.6
    assert ratio.low == pytest.approx(0.345, abs=0.01)
    assert ratio.high == pytest.approx(1.06, abs=0.02)
    none_at_all = _ratio(people(0, 10), people(5, 10))
    assert none_at_all.value == 0 < none_at_all.low < none_at_all.high


@pytest.fixture
def owner(core: Core) -> Person:
    return core.person()


@pytest.fixture
def posting(core: Core, owner: Person) -> JobPosting:
    with core.database.transaction() as session:
        return open_posting(session, {owner.id: MemberRole.OWNER})


def held(
    core: Core,
    posting: JobPosting,
    candidate_id: str,
    gender: str | None,
    ethnicity: str | None = None,
    *,
    outcome: Outcome,
    misheard: int | None = None,
) -> None:
    """With a score of its own in each group; `misheard` letters of 20, where the candidate checked what was heard."""
    with core.database.transaction() as session:
        interview = screening_interview(session, posting, candidate_id, Language.EN)
        interview.status, interview.end_time = InterviewStatus.COMPLETED, utc_now()
        interview.overall_score = {"woman": 60, "man": 70}.get(gender or "", 50)
        session.flush()
        # The newest decision is the one that counts.
        for one in (Outcome.HOLD, outcome):
            session.add(Decision(interview_id=interview.id, outcome=one, reason="-", made_by=candidate_id))
            session.flush()
        for dimension, value in (("gender", gender), ("ethnicity", ethnicity)):
            if value:
                session.add(DeclaredGroup(interview_id=interview.id, dimension=dimension, value=value))

        if misheard is not None:
            question = InterviewQuestion(
                interview_id=interview.id, planned_text="-", category="technical", rubric_json={}, plan_order=90
            )
            answer = Transcript(
                interview_id=interview.id, question_id=question.id, turn=1, order=2, speaker="User", text="-"
            )
            session.add(question)
            session.flush()
            session.add(answer)
            session.flush()
            # Here too the newest one counts.
            for errors in (20, misheard):
                session.add(Correction(transcript_id=answer.id, text="-", runs=[], letters=20, letter_errors=errors))
                session.flush()


def table_of(audit: dict[str, Any], *dimensions: str) -> dict[str, Any]:
    return next(table for table in audit["tables"] if table["dimensions"] == list(dimensions))


def test_combined_groups_are_held_against_the_best_of_them(core, person, owner, posting):
    """As the rule has it: of women and men alike, all ethnicities together, the highest rate is the reference."""
    for gender, ethnicity, advanced, of in (
        ("woman", "asian", 2, 8),
        ("woman", "white", 6, 10),
        ("man", "asian", 4, 8),
        ("man", "white", 8, 10),
        ("man", "black", 1, 4),
        ("man", None, 3, 6),
    ):
        for number in range(of):
            outcome = Outcome.ADVANCE if number < advanced else Outcome.DECLINE
            held(core, posting, person.id, gender, ethnicity, outcome=outcome)
    path = f"/organisations/{posting.organisation_id}/bias-audit"
    combined = table_of(owner.get(path).json(), "gender", "ethnicity")
    figures = {tuple(group["group"]): group for group in combined["groups"]}
    assert combined["reference"] == ["man", "white"]
    ratios = {group: its["impact_ratio"]["value"] for group, its in figures.items() if its["impact_ratio"]}
    assert ratios == {
        ("woman", "asian"): 0.3125,
        ("woman", "white"): 0.75,
        ("man", "asian"): 0.625,
        ("man", "white"): 1,
    }
    # Four are too few, and their number would follow from those of one group more.
    for few in (("man", "black"), ("man", UNDECLARED)):
        assert (figures[few]["decided"], figures[few]["why_no_rate"]) == (None, "withheld")
    lines = list(csv.DictReader(io.StringIO(owner.get(f"{path}.csv").content.decode("utf-8-sig"))))
    asian = next(line for line in lines if line["group"] == "woman+asian")
    assert (asian["dimension"], asian["decided"], asian["impact_ratio"]) == ("gender+ethnicity", "8", "0.3125")


def test_the_owner_reads_rates_and_impact_ratios_and_the_log_says_so(core, person, owner, posting):
    for number in range(10):
        woman, man = (Outcome.ADVANCE, Outcome.DECLINE)[number >= 4], (Outcome.ADVANCE, Outcome.HOLD)[number >= 8]
        held(core, posting, person.id, "woman", outcome=woman, misheard=number if number < 5 else None)
        held(core, posting, person.id, "man", outcome=man, misheard=0 if number < 4 else None)
        held(core, posting, person.id, None, outcome=Outcome.DECLINE)
    path = f"/organisations/{posting.organisation_id}/bias-audit"
    audit = owner.get(path).json()
    assert (audit["decided"], audit["advanced"], audit["versions"]) == (30, 12, 1)
    gender = table_of(audit, "gender")
    figures = {group["group"][0]: group for group in gender["groups"]}
    assert gender["reference"] == ["man"]
    assert (figures["woman"]["selection_rate"]["value"], figures["woman"]["impact_ratio"]["value"]) == (0.4, 0.5)
    assert (figures["man"]["impact_ratio"]["value"], figures["woman"]["mean_score"]) == (1, 60)
    assert (figures["undeclared"]["decided"], figures["undeclared"]["impact_ratio"]) == (10, None)
    assert figures["other"]["why_no_rate"] == "withheld"
    assert (figures["woman"]["recognition_error"], figures["woman"]["checked"]) == (0.1, 5)
    assert (figures["man"]["recognition_error"], figures["man"]["checked"]) == (None, None)
    assert figures["man"]["why_no_recognition_error"] == "too_few_checked"
    assert owner.get(f"{path}?posting_id={posting.id}").json()["tables"] == audit["tables"]
    exported = owner.get(f"{path}.csv")
    lines = list(csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig"))))
    woman = next(line for line in lines if line["group"] == "woman")
    assert (woman["decided"], woman["selection_rate"], woman["impact_ratio"]) == ("10", "0.4", "0.5")
    with core.database.transaction() as session:
        of_the_owner = select(AuditEntry).where(AuditEntry.actor_id == owner.id).order_by(col(AuditEntry.id))
        entries = session.exec(of_the_owner).all()
    assert [entry.action for entry in entries] == [
        AuditAction.BIAS_AUDIT_VIEWED,
        AuditAction.BIAS_AUDIT_VIEWED,
        AuditAction.BIAS_AUDIT_EXPORTED,
    ]
    assert owner.get(f"{path}?posting_id={owner.id}").status_code == 404


def test_candidates_say_it_after_the_interview_and_take_it_back(core, person, posting):
    with core.database.transaction() as session:
        interview = screening_interview(session, posting, person.id, Language.EN)
    path = f"/interviews/{interview.id}/groups"

    def say(groups: dict[str, str]) -> int:
        return person.http.put(path, json=groups, headers=person.headers).status_code

    assert say({"gender": "woman"}) == 409
    with core.database.transaction() as session:
        session.get_one(Interview, interview.id).status = InterviewStatus.COMPLETED
    assert [say({"gender": "king"}), say({"height": "tall"}), say({"gender": "woman", "age": "60_plus"})] == [
        422,
        422,
        204,
    ]
    nothing = {"gender": None, "age": None, "ethnicity": None, "disability": None}
    assert person.get(path).json() == nothing | {"gender": "woman", "age": "60_plus"}
    assert [say({}), person.get(path).json()] == [204, nothing]
