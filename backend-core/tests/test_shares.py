"""A link shows the parts of a practice report that its candidate chose, for as long as they like, and nothing else."""

from datetime import timedelta
from itertools import chain, combinations

import pytest
from backend_core.reports.shares import endpoints, service
from contracts.audit import AuditAction
from contracts.base import AnswerSource, InterviewStatus, Language
from contracts.delivery import DeliverySample
from contracts.evaluation import (
    AnswerEvaluation,
    AnswerSummary,
    CriterionJudgement,
    EvidenceSpan,
    JudgeVersions,
    MeasuredScore,
    QuestionOrigin,
    Report,
    ReportedAnswer,
    ReportedFollowUp,
    TiedRemark,
)
from contracts.recruiting import MemberRole
from contracts.shares import SharedReport, SharePart
from contracts.sound import SoundTrouble
from limits import RateLimitItemPerMinute
from organisations import open_posting, screening_interview
from persistence.columns import utc_now
from persistence.ids import new_id
from persistence.interviews.delivery import DeliverySampleRow, DeliveryVoice
from persistence.interviews.shares import Share
from persistence.record.audit import AuditEntry
from persistence.tables import EvaluationReport, Interview, User
from runtime.tokens import fingerprint
from sqlmodel import select
from test_delivery_wall import APART, SENTINEL, watched_statements

from conftest import PASSWORD

SCORES, WORDS, COACHING = SharePart
SAID = "First I measured, then I added an index."
MARKS = {
    "They come to this.": {SCORES},
    "judge-of-the-day": {SCORES},
    "61.25": {SCORES},
    "58.75": {SCORES},
    "Measures before and after.": {SCORES},
    SAID: {WORDS},
    "then I added": {WORDS},
    "Which index was it?": {WORDS},
    "One on the tenant.": {WORDS},
    "noisy_sound": {WORDS},
    "Say which figures you read.": {COACHING},
    "the figure that was read": {COACHING},
    "I would look at the slow log first.": {COACHING},
    "Look at the slow log.": {COACHING},
    "It names the index.": {SCORES, WORDS},
    "Came across (band 3 of 4).": {SCORES, COACHING},
}
"""Of a report, what says it, and the parts that a link has to have to say it too."""
EVERY_CHOICE = list(chain.from_iterable(combinations(SharePart, size) for size in (1, 2, 3)))


def measured(value: float) -> MeasuredScore:
    return MeasuredScore(value=value, criteria_measured=1, criteria_total=1)


def report_on(interview_id: str) -> Report:
    quote = EvidenceSpan(start=18, end=30, quote=SAID[18:30])
    judgement = CriterionJudgement(
        criterion="measuring",
        name="Measuring",
        area="technical",
        weight=1,
        band=3,
        evidence=[quote],
        rationale="It names the index.",
        band_description="Measures before and after.",
        missing=["the figure that was read"],
        coverage=0.75,
    )
    answer = ReportedAnswer(
        turn=1,
        asked_in=1,
        question_id=new_id(),
        bank_question=new_id(),
        question="How do you make a slow query fast?",
        origin=QuestionOrigin(source="resume", about="Harbour Ledger"),
        category="technical",
        text=SAID,
        source=AnswerSource.SPEECH,
        recognizer="ear-of-the-day",
        unreliable_reason="noisy_sound",
        sound_troubles=[SoundTrouble.HUM],
        evaluation=AnswerEvaluation(
            criteria=[judgement],
            summary=AnswerSummary(text=quote.quote, spans=[quote]),
            score=58.75,
            transcript_reliable=True,
            sentiment=0.123,
            versions=JudgeVersions(engine="rubric", model="judge-of-the-day", prompt="p-1", rubric=1),
        ),
        evaluation_version=1,
        model_answer="I would look at the slow log first.",
        follow_ups=[ReportedFollowUp(turn=2, question="Which index was it?", text="One on the tenant.", source=None)],
    )
    strength = TiedRemark(text="Came across (band 3 of 4).", turn=1, criterion="measuring", quote=quote.quote)
    step = TiedRemark(
        text="Say which figures you read.", turn=1, criterion="measuring", example="Look at the slow log."
    )
    return Report(
        id=new_id(),
        interview_id=interview_id,
        language=Language.EN,
        position="backend",
        overall=measured(61.25),
        technical=measured(61.25),
        communication=measured(61.25),
        cultural_fit=measured(61.25),
        summary="They come to this.",
        strengths=[strength],
        next_steps=[step],
        answers=[answer],
        evaluator_model="judge-of-the-day",
        created_at=utc_now(),
    )


@pytest.fixture
def reported(core, person):
    """The id of a practice interview with a report, and with delivery measured."""
    interview_id = person.interview()
    report = report_on(interview_id)
    sample = DeliverySample(at=1.0, turn=1, face_detected=True, gaze=SENTINEL, smile=SENTINEL)
    with core.database.transaction() as session:
        interview = session.get_one(Interview, interview_id)
        interview.status, interview.end_time = InterviewStatus.COMPLETED, utc_now()
        session.add(
            EvaluationReport(
                interview_id=interview_id,
                summary_text=report.summary,
                details_json=report.model_dump(mode="json"),
                evaluator_model=report.evaluator_model,
            )
        )
        session.add(DeliverySampleRow(interview_id=interview_id, session_id=new_id(), **sample.model_dump()))
        session.add(DeliveryVoice(interview_id=interview_id, turn=1, metrics={"pitch_hz": SENTINEL}))
    return interview_id


def share(person, interview_id, *parts, **wanted):
    """The link as it is listed, and its token."""
    body = {"parts": parts or list(SharePart), "days": 7} | wanted
    made = person.post(f"/interviews/{interview_id}/shares", body)
    assert made.status_code == 201, made.text
    path, token = made.json()["link"].split("#")
    assert path.endswith("/shared")
    return made.json()["share"], token


def opened(core, token):
    with core.client() as stranger:
        return stranger.post("/shares/open", json={"token": token}, headers={"Accept-Language": "en"})


@pytest.mark.parametrize("parts", EVERY_CHOICE)
def test_a_link_shows_the_chosen_parts_and_nothing_of_the_others(core, person, reported, parts):
    _, token = share(person, reported, *parts, name="Minseo")
    shown = opened(core, token)
    assert shown.status_code == 200, shown.text
    missing = [mark for mark, needed in MARKS.items() if needed <= set(parts) and mark not in shown.text]
    leaked = [mark for mark, needed in MARKS.items() if not needed <= set(parts) and mark in shown.text]
    assert (missing, leaked) == ([], [])
    report = SharedReport.model_validate(shown.json())
    assert (report.name, report.parts, report.position) == ("Minseo", list(parts), "backend")
    assert report.answers[0].question == "How do you make a slow query fast?"
    bands = [criterion.band for answer in report.answers for criterion in answer.evaluation.criteria]
    assert set(bands) == ({3} if SCORES in parts else {None})


def test_no_link_shows_delivery_or_who_somebody_is(core, person, reported):
    account = person.get("/users/me").json()
    _, token = share(person, reported)
    with watched_statements() as statements:
        shown = opened(core, token)
    assert any("evaluation_reports" in statement for statement in statements)
    assert not [statement for statement in statements if any(table in statement for table in APART)]
    never = (
        *(str(SENTINEL), "pitch", "gaze", "ear-of-the-day", SoundTrouble.HUM.value, "0.123", "Harbour Ledger"),
        *(account[key] for key in ("id", "email", "username", "full_name")),
        reported,
    )
    assert not [each for each in never if each in shown.text]
    assert (shown.headers["cache-control"], shown.headers["x-robots-tag"]) == ("private, no-store", "noindex")


def test_the_wall_is_in_the_shape_no_field_but_those_that_were_admitted():
    """What a report gains is in no link until somebody says so here."""
    shared = SharedReport.model_json_schema()["$defs"]
    assert set(shared["SharedAnswer"]["properties"]) == {
        *("turn", "question", "category", "text", "corrected", "source", "unreliable_reason"),
        *("follow_ups", "evaluation", "reason", "model_answer"),
    }
    assert set(shared["SharedCriterion"]["properties"]) == {
        *("criterion", "name", "band", "reason", "band_description", "rationale", "evidence", "missing"),
    }


def test_links_are_listed_counted_and_revoked_at_once(core, person, reported):
    address = f"/interviews/{reported}/shares"
    first, _ = share(person, reported, SCORES)
    second, token = share(person, reported, WORDS, days=1)
    assert [opened(core, token).status_code for _ in range(2)] == [200, 200]
    newest, oldest = person.get(address).json()
    assert (newest["id"], newest["opened"], oldest["id"], oldest["opened"]) == (second["id"], 2, first["id"], 0)
    assert newest["last_opened_at"] is not None
    assert oldest["last_opened_at"] is None
    assert (newest["state"], newest["parts"], newest["name"]) == ("working", ["words"], None)
    for _ in range(2):
        assert person.http.delete(f"{address}/{second['id']}", headers=person.headers).status_code == 204
    refused = opened(core, token)
    assert (refused.status_code, refused.json()["error"]) == (410, "ShareRevoked")
    assert [one["state"] for one in person.get(address).json()] == ["revoked", "working"]
    assert person.get(address).json()[0]["opened"] == 2
    unknown = person.http.delete(f"{address}/{new_id()}", headers=person.headers)
    assert (unknown.status_code, unknown.json()["error"]) == (404, "ShareNotFound")


def test_an_expired_an_unknown_and_a_cut_link_each_say_so(core, person, reported):
    made, token = share(person, reported)
    with core.database.transaction() as session:
        kept = session.get_one(Share, made["id"])
        assert kept.token_hash == fingerprint(token)
        assert token not in str(kept.model_dump())
        kept.expires_at = utc_now() - timedelta(seconds=1)
    answers = [opened(core, each) for each in (token, "x" * 43, token[:10])]
    assert [(one.status_code, one.json()["error"]) for one in answers] == [
        (410, "ShareExpired"),
        (404, "ShareNotFound"),
        (422, "InvalidInput"),
    ]
    assert person.get(f"/interviews/{reported}/shares").json()[0]["state"] == "expired"


@pytest.mark.parametrize("what", ["interview", "account", "deactivated"])
def test_a_link_goes_with_its_interview_and_its_account_and_does_not_tell_which(core, person, reported, what):
    _, token = share(person, reported)
    if what == "interview":
        person.http.delete(f"/interviews/{reported}", headers=person.headers).raise_for_status()
    elif what == "account":
        body = {"json": {"password": PASSWORD}, "headers": person.headers}
        person.http.request("DELETE", "/users/me", **body).raise_for_status()
    else:
        with core.database.transaction() as session:
            session.get_one(User, person.id).deactivated_at = utc_now()
    gone, unknown = opened(core, token), opened(core, "x" * 43)
    assert (gone.status_code, gone.json()) == (unknown.status_code, unknown.json())
    with core.database.transaction() as session:
        left = session.exec(select(Share).where(Share.token_hash == fingerprint(token))).first()
    assert (left is None) == (what != "deactivated")


def test_only_a_practice_report_that_is_there_is_shared(core, person):
    early = person.post(f"/interviews/{person.interview()}/shares", {"parts": ["scores"], "days": 1})
    assert (early.status_code, early.json()["error"]) == (404, "ReportNotReady")
    with core.database.transaction() as session:
        posting = open_posting(session, {person.id: MemberRole.OWNER})
        screening = screening_interview(session, posting, person.id, Language.EN).id
    refused = person.post(f"/interviews/{screening}/shares", {"parts": ["scores"], "days": 1})
    assert (refused.status_code, refused.json()["error"]) == (409, "OnlyPractice")


@pytest.mark.parametrize(
    "wrong",
    [{"parts": []}, {"parts": ["delivery"]}, {"days": 0}, {"days": 31}, {"name": " "}, {"name": "a" * 121}],
    ids=str,
)
def test_what_cannot_be_shared_is_refused(person, reported, wrong):
    body = {"parts": ["scores"], "days": 7} | wrong
    refused = person.post(f"/interviews/{reported}/shares", body)
    assert (refused.status_code, [name.split(".")[0] for name in refused.json()["fields"]]) == (422, list(wrong))


def test_as_many_links_work_as_somebody_can_keep_an_eye_on(core, person, reported, monkeypatch):
    monkeypatch.setattr(service, "MOST", 1)
    made, _ = share(person, reported)
    body = {"parts": ["scores"], "days": 1}
    refused = person.post(f"/interviews/{reported}/shares", body)
    assert (refused.status_code, refused.json()["error"]) == (409, "TooManyShares")
    person.http.delete(f"/interviews/{reported}/shares/{made['id']}", headers=person.headers).raise_for_status()
    share(person, reported)


def test_opening_is_counted_by_address(core, monkeypatch):
    monkeypatch.setattr(endpoints, "OPENINGS", RateLimitItemPerMinute(1))
    assert [opened(core, "x" * 43).status_code for _ in range(2)] == [404, 429]


def test_the_audit_log_has_who_made_and_revoked_a_link_and_that_it_was_opened(core, person, reported):
    made, token = share(person, reported, SCORES, WORDS, name="Minseo")
    for _ in range(2):
        opened(core, token)
    person.http.delete(f"/interviews/{reported}/shares/{made['id']}", headers=person.headers).raise_for_status()
    with core.database.transaction() as session:
        entries = session.exec(
            select(AuditEntry).where(AuditEntry.subject_id == made["id"]).order_by(AuditEntry.id)
        ).all()
        said = [(one.action, one.actor_role, one.actor_id, one.details) for one in entries]
    assert said == [
        (AuditAction.SHARE_MADE, "candidate", person.id, {"parts": ["scores", "words"], "days": 7}),
        (AuditAction.SHARE_OPENED, "link", made["id"], {}),
        (AuditAction.SHARE_REVOKED, "candidate", person.id, {}),
    ]
