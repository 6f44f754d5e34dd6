"""A posting with twenty candidates on one real platform, from the invitations to the decisions.

Eighteen type, at once and in both languages; two speak over WebRTC, as `visavis candidate --invitation` lets them. The
posting's rubric changes in the middle, and the receiver of its webhooks is away until all is over.
"""

import csv
import io
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from backend_core.auth.accounts import create_user
from contracts.base import InterviewMode, Language, Role
from contracts.webhooks import SECRET_PREFIX, WebhookKind
from hiring import PASSWORD, Caller, Entry, Members, found_organisation, give_bands, new_email, pages, publish
from platform_under_test import PlatformUnderTest, eventually
from twenty_candidates import EARLY, EVERYBODY, SOUGHT, SPOKEN, TOLD, Candidate, Interviews, hold_interviews
from webhook_receiver import Receiver

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@dataclass
class Reviews:
    """`listed`, `refused` and `seen` are what the recruiter could see before she gave bands of her own."""

    listed: list[Entry]
    refused: str
    seen: dict[str, Entry]
    """By interview, with the other reviewer's bands given already."""
    bands: int
    agreement: Entry


@dataclass
class Comparison:
    """Of the same four, `before` and `after` the first two of them were `judged_again`."""

    before: Entry
    after: Entry
    judged_again: list[Entry]


@dataclass
class Course:
    """What happened, as the platform told it to each of those who asked."""

    interviews: Interviews
    reviews: Reviews
    comparison: Comparison
    found: dict[Language, Entry]
    table: list[dict[str, str]]
    exported: list[Entry]
    deliveries: list[Entry]
    received: list[Entry]
    seen: list[str]
    """The ids of all messages that came, each as often as it did."""
    audit: list[Entry]


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformUnderTest]:
    parts = ("backend-core", "ai-worker", "media-server")
    with PlatformUnderTest(tmp_path_factory.mktemp("platform"), parts) as platform:
        yield platform


@pytest.fixture(scope="module")
def admin(platform: PlatformUnderTest) -> Caller:
    with platform.database.transaction() as session:
        account = create_user(session, new_email(), "Administrator", PASSWORD, Role.ADMIN)
    return Caller(platform.api, account.email)


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture(scope="module")
def course(
    platform: PlatformUnderTest, admin: Caller, receiver: Receiver, tmp_path_factory: pytest.TempPathFactory
) -> Course:
    """The whole of it, once; the tests look at what it came to."""
    members = found_organisation(platform.api, admin)
    webhook = let_receive(members, receiver)
    posting = publish(members.recruiter, members.id)
    receiver.leave()
    interviews = hold_interviews(platform, members.recruiter, posting, tmp_path_factory.mktemp("speakers"))
    reviews = review_all(members, posting, interviews)
    comparison = compare_and_judge_again(members, interviews)
    for candidate in interviews.all:
        decision = {"outcome": candidate.quality.outcome, "reason": f"The answers were {candidate.quality.name}."}
        members.recruiter.post(f"/interviews/{candidate.interview_id}/decision", decision)
    found = {language: search(members, words) for language, words in SOUGHT.items()}
    table, exported = export(members)

    receiver.come_back()
    members.owner.post(f"{webhook}/test")
    eventually(lambda: members.owner.get(f"/organisations/{members.id}/webhooks")[0]["waiting"] == 0)
    return Course(
        interviews,
        reviews,
        comparison,
        found,
        table,
        exported,
        deliveries=pages(members.owner, f"{webhook}/deliveries", "deliveries"),
        received=list(receiver.taken),
        seen=list(receiver.seen),
        audit=pages(admin, "/admin/audit", "entries", organisation_id=members.id),
    )


def let_receive(members: Members, receiver: Receiver) -> str:
    """Where the API has the webhook, which has told its receiver something."""
    wanted = {"url": receiver.url, "kinds": [kind.value for kind in WebhookKind]}
    made = members.owner.post(f"/organisations/{members.id}/webhooks", wanted)
    receiver.secret = b64decode(made["secret"].removeprefix(SECRET_PREFIX))
    webhook = f"/organisations/{members.id}/webhooks/{made['kept']['id']}"
    members.owner.post(f"{webhook}/test")
    eventually(lambda: receiver.taken)
    return webhook


def review_all(members: Members, posting: str, interviews: Interviews) -> Reviews:
    """By two people, the second of whom is a little stricter."""
    recruiter = members.recruiter
    listed = recruiter.get("/candidates", organisation_id=members.id)["candidates"]
    refused = recruiter.http.get(f"/interviews/{interviews.early[0].interview_id}/report").json()["error"]
    seen, bands = {}, 0
    for candidate in interviews.all:
        review, mild = f"/interviews/{candidate.interview_id}/review", candidate.quality.band
        strict = max(0, mild - 1)
        give_bands(members.reviewer, candidate.interview_id, [mild])
        seen[candidate.interview_id] = recruiter.get(review)
        submitted = give_bands(recruiter, candidate.interview_id, [strict, mild, mild])
        bands += len(submitted["own"]["bands"])
    return Reviews(listed, refused, seen, bands, recruiter.get(f"/job-postings/{posting}/agreement"))


def compare_and_judge_again(members: Members, interviews: Interviews) -> Comparison:
    """Two of the first version with two of the second, by whose rubrics the worker judges them again."""
    older, newer = interviews.early[:2], interviews.late[:2]
    before = compare(members.recruiter, *older, *newer)
    wanted = {"plan_version": 2, "reason": "To be read beside those who came later."}
    for candidate in older:
        members.recruiter.post(f"/interviews/{candidate.interview_id}/reevaluate", wanted)
    ids = {candidate.interview_id for candidate in older}

    def are_judged() -> bool:
        listed = members.recruiter.get("/candidates", organisation_id=members.id)["candidates"]
        return all(one["judged_on"] == 2 for one in listed if one["interview_id"] in ids)

    eventually(are_judged)
    again = [members.recruiter.get(f"/interviews/{candidate.interview_id}/review") for candidate in older]
    return Comparison(before, compare(members.recruiter, *older, *newer), again)


def compare(recruiter: Caller, *candidates: Candidate) -> Entry:
    ids = ",".join(candidate.interview_id for candidate in candidates)
    compared: Entry = recruiter.get("/candidates/compare", interviews=ids)
    return compared


def search(members: Members, words: str) -> Entry:
    """What is found first, once the worker has read the answers."""
    found = eventually(
        lambda: members.recruiter.get("/candidates/search", organisation_id=members.id, q=words)["found"]
    )
    first: Entry = found[0]
    return first


def export(members: Members) -> tuple[list[dict[str, str]], list[Entry]]:
    """As an applicant-tracking system reads it, with a token of the organisation's."""
    wanted = {"name": "ATS", "scopes": ["candidates:read"]}
    token = members.owner.post(f"/organisations/{members.id}/tokens", wanted)["token"]
    asked: dict[str, Any] = {
        "params": {"organisation_id": members.id},
        "headers": {"Authorization": f"Bearer {token}"},
    }
    table = members.owner.http.get("/candidates/export.csv", **asked)
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))
    return rows, members.owner.http.get("/candidates/export.json", **asked).json()


def test_everybody_was_asked_the_same_in_a_language_of_their_own(course: Course) -> None:
    for candidate in course.interviews.all:
        asked = [one["question"] for one in course.reviews.seen[candidate.interview_id]["questions"]]
        assert asked == [one["content"][candidate.language] for one in course.interviews.plan["questions"]]
    assert [one["content"] for one in course.interviews.changed["questions"]] == [
        one["content"] for one in course.interviews.plan["questions"]
    ]
    assert {one["version"]: one["interviews"] for one in course.interviews.changed["versions"]} == {
        1: EARLY + SPOKEN,
        2: 0,
    }


def test_spoken_answers_were_heard_and_judge_nobody_where_the_ear_mishears(course: Course) -> None:
    speakers = [candidate.speaker for candidate in course.interviews.early if candidate.speaker]
    assert len(speakers) == SPOKEN
    for record in speakers:
        assert (record.mode, record.delivery) == (InterviewMode.SCREENING, None)
        assert all(turn.heard.seconds > 1 for turn in record.turns)
        assert {answer.source for answer in record.report.answers} == {"speech"}
        assert record.report.overall.value is None
        assert record.report.overall.reason == "transcript_unreliable"


def test_nobody_saw_what_others_or_the_machine_thought_before_giving_bands(course: Course) -> None:
    assert len(course.reviews.listed) == EVERYBODY
    assert all(one["scores"] is None and one["must_review_first"] for one in course.reviews.listed)
    assert course.reviews.refused == "ReviewFirst"
    assert all(review["opened"] is None for review in course.reviews.seen.values())


def test_how_far_two_reviewers_and_the_machine_agree_is_told(course: Course) -> None:
    assert course.reviews.agreement["interviews"] == EVERYBODY
    (people,) = [pair for pair in course.reviews.agreement["pairs"] if not pair["machine"]]
    assert {people["reviewer"], people["other"]} == {"Recruiter", "Reviewer"}
    assert people["kappa"]["n"] == course.reviews.bands
    assert 0.8 < people["kappa"]["value"] < 1
    with_machine = [pair["kappa"] for pair in course.reviews.agreement["pairs"] if pair["machine"]]
    assert len(with_machine) == 2
    assert all(0 < kappa["n"] <= course.reviews.bands and kappa["value"] > 0 for kappa in with_machine)


def test_older_interviews_keep_their_version_and_the_comparison_says_so(course: Course) -> None:
    held_on = {one["interview_id"]: one["plan_version"] for one in course.exported}
    assert all(held_on[candidate.interview_id] == 1 for candidate in course.interviews.early)
    assert all(held_on[candidate.interview_id] == 2 for candidate in course.interviews.late)
    before = course.comparison.before
    assert before["differs"] == ["plan_version"]
    assert [one["judged_on"] for one in before["interviews"]] == [1, 1, 2, 2]
    assert [one["axis"] for one in before["interviews"]] == [1, 1, 2, 2]
    assert all(
        [one["competency"] for one in interview["competencies"]] == ["reliability", "diagnosis"]
        for interview in before["interviews"]
    )


def test_judging_again_by_the_newer_rubrics_is_a_persons_act_that_is_kept(course: Course) -> None:
    after = course.comparison.after
    assert after["differs"] == []
    assert [(one["plan_version"], one["judged_on"], one["axis"]) for one in after["interviews"]] == [
        (1, 2, 1),
        (1, 2, 1),
        (2, 2, 1),
        (2, 2, 1),
    ]
    for review in course.comparison.judged_again:
        (act,) = review["opened"]["reevaluations"]
        assert (act["by"], act["plan_version"]) == ("Recruiter", 2)
        assert {one["evaluation"]["versions"]["rubric"] for one in review["opened"]["judged"]} == {2}
    again = {review["interview_id"] for review in course.comparison.judged_again}
    others = [one for one in course.exported if one["interview_id"] not in again]
    assert all(one["judged_on"] == one["plan_version"] for one in others)
    logged = [one for one in course.audit if one["action"] == "report.reevaluated"]
    assert {one["subject"]["id"] for one in logged} == again
    assert all(one["details"] == {"plan_version": 2} for one in logged)


def test_answers_are_found_by_what_they_are_about(course: Course) -> None:
    for candidate in course.interviews.all:
        if candidate.tells:
            found = course.found[candidate.language]
            assert (found["interview_id"], found["turn"]) == (candidate.interview_id, 1)
            assert found["quote"] in TOLD[candidate.language]


def test_everybody_has_a_persons_decision_in_both_exports(course: Course) -> None:
    decided = {candidate.interview_id: candidate.quality.outcome for candidate in course.interviews.all}
    assert {one["interview_id"]: one["decision"] for one in course.exported} == decided
    assert {row["interview_id"]: row["decision"] for row in course.table} == decided
    scores = {one["interview_id"]: one["scores"]["overall"]["value"] for one in course.exported}
    assert {row["interview_id"]: float(row["overall"]) if row["overall"] else None for row in course.table} == scores
    spoken = {candidate.interview_id for candidate in course.interviews.all if candidate.speaker}
    assert {interview_id for interview_id, score in scores.items() if score is None} == spoken


def test_a_receiver_that_was_away_got_every_event_once_and_in_order(course: Course) -> None:
    assert course.seen == [one["id"] for one in course.deliveries]
    assert {one["state"] for one in course.deliveries} == {"delivered"}
    first_while_away = course.deliveries[1]
    assert first_while_away["attempts"] > 1
    told = Counter(one["type"] for one in course.received)
    assert told == {
        "webhook.test": 2,
        "invitation.accepted": EVERYBODY,
        "interview.completed": EVERYBODY,
        "report.ready": EVERYBODY + len(course.comparison.judged_again),
        "decision.made": EVERYBODY,
    }
    for candidate in course.interviews.all:
        kinds = [one["type"] for one in course.received if one["data"].get("interview_id") == candidate.interview_id]
        assert list(dict.fromkeys(kinds)) == [kind.value for kind in WebhookKind]


def test_the_audit_log_tells_who_did_what(course: Course) -> None:
    done = Counter((one["action"], one["actor"]["name"]) for one in course.audit)
    assert done["plan.changed", "Recruiter"] == 2
    assert done["review.submitted", "Reviewer"] == done["review.submitted", "Recruiter"] == EVERYBODY
    assert done["interview.viewed", "Reviewer"] >= EVERYBODY
    assert done["interview.compared", "Recruiter"] == 2 * 4
    assert done["report.reevaluated", "Recruiter"] == 2
    assert done["decision.made", "Recruiter"] == EVERYBODY
    assert done["candidates.searched", "Recruiter"] >= len(SOUGHT)
    assert sum(count for (action, _), count in done.items() if action == "candidates.exported") == 2
    by_token = [one for one in course.audit if one["action"] == "candidates.exported"]
    assert {one["actor"]["role"] for one in by_token} == {"token"}
    assert done["webhook.created", "Owner"] == done["token.created", "Owner"] == 1
    assert done["member.joined", "Recruiter"] == done["member.joined", "Reviewer"] == 1
