"""A candidate who holds an interview over HTTP alone, and types."""

import secrets
from types import TracebackType
from typing import Any, Self

import httpx

ANSWER = "I measured the slow query, added an index on the tenant column and halved the time of the report."


class TypingCandidate:
    """A signed-in candidate with a live interview; `http` is theirs."""

    def __init__(self, api: str, questions: int = 2, follow_ups: int = 0) -> None:
        self.http = httpx.Client(base_url=api, timeout=60)
        email, password = f"{secrets.token_hex(6)}@example.org", secrets.token_urlsafe(16)
        account = {"email": email, "username": secrets.token_hex(6), "password": password, "full_name": "Kim"}
        self.http.post("/register", json=account).raise_for_status()
        token = self.http.post("/token", data={"username": email, "password": password}).json()["access_token"]
        self.http.headers["Authorization"] = f"Bearer {token}"
        wanted = {"position": "backend", "language": "en", "question_count": questions, "follow_ups": follow_ups}
        self.interview_id: str = self.http.post("/interviews", json=wanted).json()["id"]
        self.question: dict[str, Any] = self.http.post(f"/interviews/{self.interview_id}/start").json()["question"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.close()

    @property
    def submission(self) -> dict[str, Any]:
        """The answer to the open question."""
        open_question = {"turn": self.question["turn"], "question_id": self.question["id"]}
        return {"interview_id": self.interview_id, "text": ANSWER, "source": "typed", **open_question}

    def answer(self) -> dict[str, Any]:
        """Answer the open question; the reply's question is open then."""
        response = self.http.post("/transcripts", json=self.submission)
        response.raise_for_status()
        reply: dict[str, Any] = response.json()
        self.question = reply.get("question", self.question)
        return reply

    def report(self) -> dict[str, Any] | None:
        response = self.http.get(f"/interviews/{self.interview_id}/report")
        return response.json() if response.is_success else None
