"""One question of a practice interview is answered again in an interview of its own."""

from contracts.base import Language
from contracts.recruiting import MemberRole
from organisations import open_posting, screening_interview
from persistence.tables import InterviewQuestion
from sqlmodel import col, select


def _of_plan(core, interview_id):
    with core.database.transaction() as session:
        rows = session.exec(
            select(InterviewQuestion)
            .where(InterviewQuestion.interview_id == interview_id)
            .order_by(col(InterviewQuestion.plan_order))
        )
        return [(row.question_id, row.planned_text, row.category, row.rubric_json) for row in rows]


def test_a_retry_asks_the_same_question_by_the_same_rubric_with_the_same_settings(core, person):
    interview_id, question = person.live_interview(questions=2, language="en", follow_ups=1)
    early = person.post(f"/interviews/{interview_id}/retries", {"number": 1})
    assert (early.status_code, early.json()["error"]) == (409, "InterviewNotOver")
    person.post(f"/interviews/{interview_id}/complete").raise_for_status()

    made = person.post(f"/interviews/{interview_id}/retries", {"number": 1})

    assert made.status_code == 201, made.text
    retry = made.json()
    assert (retry["retry_of"], retry["retry_number"], retry["status"]) == (interview_id, 1, "scheduled")
    assert (retry["mode"], retry["language"], retry["question_count"], retry["follow_ups"]) == ("practice", "en", 1, 1)
    assert _of_plan(core, retry["id"]) == _of_plan(core, interview_id)[:1]
    asked = person.post(f"/interviews/{retry['id']}/start").raise_for_status().json()["question"]
    assert (asked["text"], asked["total"]) == (question["text"], 1)


def test_only_what_was_asked_in_ones_own_practice_is_tried_again(core, person):
    interview_id, _ = person.live_interview(questions=2)
    person.post(f"/interviews/{interview_id}/complete").raise_for_status()
    for number in (2, 9):
        unknown = person.post(f"/interviews/{interview_id}/retries", {"number": number})
        assert (unknown.status_code, unknown.json()["error"]) == (404, "QuestionNotAsked")
    assert person.post(f"/interviews/{interview_id}/retries", {"number": 0}).status_code == 422
    stranger = core.person().post(f"/interviews/{interview_id}/retries", {"number": 1})
    assert (stranger.status_code, stranger.json()["error"]) == (404, "InterviewNotFound")
    with core.database.transaction() as session:
        posting = open_posting(session, {person.id: MemberRole.OWNER})
        screening = screening_interview(session, posting, person.id, Language.EN).id
    refused = person.post(f"/interviews/{screening}/retries", {"number": 1})
    assert (refused.status_code, refused.json()["error"]) == (409, "ScreeningNotRetried")
