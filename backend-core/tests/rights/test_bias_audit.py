"""The bias audit: right figures of groups, none of a handful of people, and none that can be worked out."""

import csv
import io
from itertools import product
from random import Random

import pytest
from backend_core.rights.bias_audit import UNDECLARED, Decided, _rate, _ratio
from backend_core.rights.withholding import ALL, MIN_GROUP, withheld
from contracts.audit import AuditAction
from contracts.base import InterviewStatus, Language
from contracts.recruiting import MemberRole
from contracts.reviews import Outcome
from organisations import open_posting, screening_interview
from persistence.audit import AuditEntry
from persistence.columns import utc_now
from persistence.recruiting import JobPosting
from persistence.reviews import Decision
from persistence.rights import DeclaredGroup
from persistence.tables import Interview
from sqlmodel import select

from conftest import Core, Person


def test_few_people_and_what_would_give_them_away_are_withheld():
    # The table of withholding's own docstring.
    counts = {("first", "a"): 12, ("first", "b"): 7, ("first", UNDECLARED): 9}
    counts |= {("second", "a"): 15, ("second", "b"): 3, ("second", UNDECLARED): 8}
    hidden = withheld(counts)
    assert {("second", "b"), ("second", UNDECLARED)} <= hidden
    assert ("first", "a") not in hidden
    assert (ALL, "a") not in hidden


@pytest.mark.parametrize("seed", range(40))
def test_no_withheld_count_below_the_least_follows_from_the_others(seed: int):
    groups, postings = ("a", "b", "c", UNDECLARED), ("one", "two", "three")
    chance = Random(seed)
    counts = {cell: chance.randrange(13) for cell in product(postings, groups)}
    hidden = withheld(counts)
    cells = counts | {(ALL, group): sum(counts[posting, group] for posting in postings) for group in groups}
    assert {cell for cell, count in cells.items() if count < MIN_GROUP} <= hidden
    lines = [[(posting, group) for group in groups] for posting in (*postings, ALL)]
    lines += [[(posting, group) for posting in (*postings, ALL)] for group in groups]
    for line in lines:
        gone = [cell for cell in line if cell in hidden]
        if (few := sum(cells[cell] for cell in gone)) and len(gone) < len(line):
            assert len(gone) > 1
            assert few >= MIN_GROUP


def people(advanced: int, of: int) -> list[Decided]:
    return [Decided("p", 1, number < advanced, 50.0, {}) for number in range(of)]


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


def held(core: Core, posting: JobPosting, candidate_id: str, gender: str | None, *, outcome: Outcome) -> None:
    """With a score of its own in each group."""
    with core.database.transaction() as session:
        interview = screening_interview(session, posting, candidate_id, Language.EN)
        interview.status, interview.end_time = InterviewStatus.COMPLETED, utc_now()
        interview.overall_score = {"woman": 60, "man": 70}.get(gender or "", 50)
        session.flush()
        # The newest decision is the one that counts.
        for one in (Outcome.HOLD, outcome):
            session.add(Decision(interview_id=interview.id, outcome=one, reason="-", made_by=candidate_id))
            session.flush()
        if gender:
            session.add(DeclaredGroup(interview_id=interview.id, dimension="gender", value=gender))


def test_the_owner_reads_rates_and_impact_ratios_and_the_log_says_so(core, person, owner, posting):
    for number in range(10):
        held(core, posting, person.id, "woman", outcome=Outcome.ADVANCE if number < 4 else Outcome.DECLINE)
        held(core, posting, person.id, "man", outcome=Outcome.ADVANCE if number < 8 else Outcome.HOLD)
        held(core, posting, person.id, None, outcome=Outcome.DECLINE)
    path = f"/organisations/{posting.organisation_id}/bias-audit"
    audit = owner.get(path).json()
    assert (audit["decided"], audit["advanced"], audit["versions"]) == (30, 12, 1)
    gender = next(table for table in audit["tables"] if table["dimension"] == "gender")
    figures = {group["group"]: group for group in gender["groups"]}
    assert gender["reference"] == "man"
    assert (figures["woman"]["selection_rate"]["value"], figures["woman"]["impact_ratio"]["value"]) == (0.4, 0.5)
    assert (figures["man"]["impact_ratio"]["value"], figures["woman"]["mean_score"]) == (1, 60)
    assert (figures["undeclared"]["decided"], figures["undeclared"]["impact_ratio"]) == (10, None)
    assert figures["other"]["why_no_rate"] == "withheld"
    assert figures["woman"]["why_no_recognition_error"] == "no_reference_transcripts"
    assert owner.get(f"{path}?posting_id={posting.id}").json()["tables"] == audit["tables"]
    exported = owner.get(f"{path}.csv")
    lines = list(csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig"))))
    woman = next(line for line in lines if line["group"] == "woman")
    assert (woman["decided"], woman["selection_rate"], woman["impact_ratio"]) == ("10", "0.4", "0.5")
    with core.database.transaction() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.actor_id == owner.id)).all()
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
