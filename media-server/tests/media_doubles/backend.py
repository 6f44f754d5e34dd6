"""A backend-core of one interview: tickets, turns as server-sent events, delivery. It speaks the real protocol."""

import json
import secrets
from collections.abc import AsyncIterator
from typing import Annotated

from contracts.base import ConsentPurpose, InterviewMode, InterviewStatus, Language
from contracts.delivery import BehaviorScores, Calibration, DeliverySamples
from contracts.errors import NotSignedIn, TicketInvalid, TurnOutOfOrder
from contracts.live import SessionContext, TicketRedemption
from contracts.questions import AskedQuestion, QuestionCategory
from contracts.trace import Decision
from contracts.turns import (
    Asked,
    Delta,
    Ended,
    NothingAhead,
    PreparationReply,
    Prepared,
    QuestionPreparation,
    TurnReply,
    TurnSubmission,
)
from fastapi import FastAPI, Header, Response
from fastapi.responses import StreamingResponse
from runtime.http import install_errors
from uuid_utils import uuid7

QUESTIONS = {
    Language.EN: ["Please tell me about yourself.", "What did you learn? Give me one example."],
    Language.KO: ["자기소개를 해 주세요.", "무엇을 배웠나요? 예를 하나 들어 주세요."],
}
CLOSING = {Language.EN: "Thank you. That was all.", Language.KO: "감사합니다. 여기까지입니다."}


class Backend:
    """Holds one interview at a time; `begin` makes a new one."""

    def __init__(self) -> None:
        self.url = ""
        self.service_token = secrets.token_urlsafe(48)
        self._tickets: dict[str, tuple[str, str]] = {}
        self.begin()
        self.app = FastAPI()
        install_errors(self.app)
        self.app.post("/api/media-sessions")(self._redeem)
        self.app.post("/api/transcripts")(self._submit)
        self.app.post("/api/transcripts/preparations")(self._prepare)
        self.app.post("/api/interviews/{interview_id}/delivery-samples", status_code=204)(self._samples)
        self.app.patch("/api/interviews/{interview_id}/behavior-scores", status_code=204)(self._scores)
        self.app.get("/api/healthz")(lambda: {"status": "ok"})

    def begin(self) -> None:
        self.interview_id = str(uuid7())
        self.language = Language.EN
        self.mode = InterviewMode.PRACTICE
        self.consents = [ConsentPurpose.TRANSCRIPTION]
        self.calibration: Calibration | None = None
        self.submissions: list[TurnSubmission] = []
        self.prepared: list[str] = []
        self.samples: list[DeliverySamples] = []
        self.scores: list[BehaviorScores] = []
        self.requests = 0
        self.redeemed = 0
        # Streams to break off after the first delta, as a killed process does.
        self.break_off = 0
        self._question_ids: dict[int, str] = {}

    @property
    def questions(self) -> list[str]:
        return QUESTIONS[self.language]

    @property
    def answered(self) -> int:
        return len(self.submissions)

    def ticket(self, purpose: str, interview_id: str | None = None) -> str:
        ticket = secrets.token_urlsafe(32)
        self._tickets[ticket] = (purpose, interview_id or self.interview_id)
        return ticket

    def question(self, turn: int) -> AskedQuestion:
        return AskedQuestion(
            id=self._question_ids.setdefault(turn, str(uuid7())),
            turn=turn,
            number=turn,
            total=len(self.questions),
            text=self.questions[turn - 1],
            category=QuestionCategory.BEHAVIORAL,
            language=self.language,
        )

    def _allow(self, authorization: str) -> None:
        if authorization != f"Bearer {self.service_token}":
            raise NotSignedIn

    async def _redeem(self, body: TicketRedemption, authorization: Annotated[str, Header()]) -> SessionContext:
        self._allow(authorization)
        self.redeemed += 1
        purpose, interview_id = self._tickets.pop(body.ticket, ("", ""))
        if {"check": "offer"}.get(purpose, purpose) != body.purpose:
            raise TicketInvalid
        ended = self.answered >= len(self.questions)
        return SessionContext(
            purpose="check" if purpose == "check" else "interview",
            interview_id=interview_id,
            candidate_id=str(uuid7()),
            mode=self.mode,
            status=InterviewStatus.COMPLETED if ended else InterviewStatus.LIVE,
            language=self.language,
            consents=self.consents,
            total_questions=len(self.questions),
            calibration=self.calibration,
            question=None if ended or purpose == "check" else self.question(self.answered + 1),
        )

    async def _submit(self, body: TurnSubmission, authorization: Annotated[str, Header()]) -> Response:
        self._allow(authorization)
        self.requests += 1
        if body.turn == self.answered + 1:
            self.submissions.append(body)
        elif body.turn != self.answered:
            raise TurnOutOfOrder
        if body.next_question == "in_preparation":
            return Response(status_code=204)
        return StreamingResponse(self._replies(body.turn), media_type="text/event-stream")

    async def _prepare(self, body: QuestionPreparation, authorization: Annotated[str, Header()]) -> StreamingResponse:
        self._allow(authorization)
        self.prepared.append(body.text)
        return StreamingResponse(self._made_ahead(body.turn), media_type="text/event-stream")

    async def _made_ahead(self, turn: int) -> AsyncIterator[str]:
        if turn == len(self.questions):
            yield _event(NothingAhead())
            return
        yield _event(Delta(text=self.questions[turn]))
        yield _event(Prepared(chosen=Decision(engine="double"), seal="of the double"))

    async def _replies(self, turn: int) -> AsyncIterator[str]:
        if turn == len(self.questions):
            yield _event(Ended(status=InterviewStatus.COMPLETED, closing=CLOSING[self.language]))
            return
        question = self.question(turn + 1)
        for start in range(0, len(question.text), 7):
            yield _event(Delta(text=question.text[start : start + 7]))
            if self.break_off:
                self.break_off -= 1
                raise ConnectionError("broken off")
        yield _event(Asked(question=question))

    async def _samples(self, interview_id: str, body: DeliverySamples, authorization: Annotated[str, Header()]) -> None:
        self._allow(authorization)
        self.samples.append(body)

    async def _scores(self, interview_id: str, body: BehaviorScores, authorization: Annotated[str, Header()]) -> None:
        self._allow(authorization)
        self.scores.append(body)


def _event(reply: TurnReply | PreparationReply) -> str:
    return f"event: {reply.type}\ndata: {json.dumps(reply.model_dump(mode='json'), ensure_ascii=False)}\n\n"
