"""Follow-ups: asked about an answer, at most two to a question, never twice, with a trace of why."""

from typing import Any

import pytest
from contracts.base import Language
from contracts.trace import Decision, FollowUpTrace, PlannedTrace, question_trace
from engines.llm.bank import GOING_ON
from persistence.tables import InterviewQuestion
from sqlmodel import col, select
from test_turns import typed

from conftest import Core, Person

VAGUE = {
    Language.EN: "Well, I worked on this with some colleagues for a couple of weeks and it was quite interesting.",
    Language.KO: "네, 저는 동료들과 함께 그 일을 몇 주 동안 진행했고 꽤 흥미로운 경험이었습니다.",
}


def answer(person: Person, interview_id: str, question: dict[str, Any], text: str) -> dict[str, Any]:
    reply = person.post("/transcripts", typed(interview_id, question, text))
    assert reply.status_code == 200, reply.text
    return reply.json()


def questions_of(core: Core, interview_id: str) -> list[InterviewQuestion]:
    with core.database.transaction() as session:
        asked = InterviewQuestion.interview_id == interview_id, col(InterviewQuestion.turn).is_not(None)
        return list(session.exec(select(InterviewQuestion).where(*asked).order_by(col(InterviewQuestion.turn))))


@pytest.mark.parametrize("language", list(Language))
def test_an_answer_that_leaves_things_out_is_asked_about_twice_at_most_and_never_in_the_same_words(
    core, person, language
):
    interview_id, question = person.live_interview(questions=2, language=language, follow_ups=2)
    kinds, texts = [(question["number"], question["follow_up"])], [question["text"]]
    while (reply := answer(person, interview_id, question, VAGUE[language]))["type"] == "asked":
        question = reply["question"]
        kinds.append((question["number"], question["follow_up"]))
        texts.append(question["text"])
    assert kinds == [(1, False), (1, True), (1, True), (2, False), (2, True), (2, True)]
    assert len(set(texts)) == len(texts)
    assert reply["status"] == "completed"


def test_a_follow_up_hangs_on_its_question_and_says_what_it_asks_for(core, person):
    interview_id, question = person.live_interview(questions=2, follow_ups=1)
    for _ in range(2):
        question = answer(person, interview_id, question, VAGUE[Language.EN])["question"]
    first, follow_up, second = questions_of(core, interview_id)
    assert (follow_up.parent_id, follow_up.plan_order, follow_up.rubric_json) == (first.id, None, first.rubric_json)
    trace = question_trace.validate_python(follow_up.trace)
    assert isinstance(trace, FollowUpTrace)
    assert trace.decision == Decision(engine="bank")
    assert trace.part or trace.criterion in {criterion["slug"] for criterion in first.rubric_json["criteria"]}
    assert PlannedTrace.model_validate(second.trace).decision == Decision(engine="bank")
    listed = person.get(f"/interviews/{interview_id}/questions").json()
    assert [(q["turn"], q["number"], q["follow_up"]) for q in listed] == [(1, 1, False), (2, 1, True), (3, 2, False)]


@pytest.mark.parametrize(
    ("language", "nothing"), [("en", "I'm sorry, I really don't know."), ("ko", "죄송합니다. 잘 모르겠습니다.")]
)
def test_whoever_has_no_answer_is_not_pressed(person, language, nothing):
    interview_id, question = person.live_interview(questions=2, language=language, follow_ups=2)
    second = answer(person, interview_id, question, nothing)["question"]
    assert (second["number"], second["follow_up"]) == (2, False)
    assert second["text"].startswith(GOING_ON[Language(language)])


def test_an_answer_that_says_what_was_looked_for_leads_on(core, person):
    interview_id, question = person.live_interview(questions=2, follow_ups=2)
    model = questions_of(core, interview_id)[0].rubric_json["model_answer"]["en"]
    second = answer(person, interview_id, question, model)["question"]
    assert (second["number"], second["follow_up"]) == (2, False)


def test_what_was_heard_badly_is_not_asked_about(core, person):
    person.consent("transcription")
    interview_id, question = person.live_interview(questions=2, follow_ups=2)
    spoken = {
        **typed(interview_id, question, VAGUE[Language.EN]),
        "source": "speech",
        "unreliable_reason": "embedded_recogniser",
    }
    with core.client() as http:
        second = http.post("/transcripts", json=spoken, headers=core.service_headers).json()["question"]
    assert (second["number"], second["follow_up"]) == (2, False)


def test_an_interview_without_follow_ups_has_none_and_more_than_two_are_refused(person):
    interview_id, question = person.live_interview(questions=2, follow_ups=0)
    assert answer(person, interview_id, question, VAGUE[Language.EN])["question"]["number"] == 2
    wanted = {"position": "backend", "language": "en", "follow_ups": 3}
    assert person.post("/interviews", wanted).status_code == 422


def test_a_follow_up_asked_for_again_is_the_same(person):
    interview_id, question = person.live_interview(questions=1, follow_ups=2)
    once = answer(person, interview_id, question, VAGUE[Language.EN])
    assert answer(person, interview_id, question, "Something else.") == {**once, "replayed": True}
    assert person.post(f"/interviews/{interview_id}/start").json()["question"] == once["question"]
