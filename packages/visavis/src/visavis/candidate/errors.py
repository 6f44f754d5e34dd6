"""What can go wrong for a virtual candidate.

CandidateError              the interview could not be held
├── CandidateInputError     a file or an option of the user's cannot be used; nothing was created yet
├── ApiError                the platform answered with an error
├── Unreachable             the platform, or its media server, does not answer
├── SessionRefused          the media server ended the session with an error, or did not let the WebSocket in
└── ConnectionLost          the live connection broke
"""

from contracts.errors import ErrorBody
from contracts.live import LiveError


class CandidateError(Exception):
    """Its text says what happened and what to do next."""


class CandidateInputError(CandidateError):
    """A file or an option that cannot be used, found before anything is created on the platform."""


class ApiError(CandidateError):
    """The platform's own error: `status` is the HTTP status, `body` what it said."""

    def __init__(self, status: int, body: ErrorBody) -> None:
        self.status = status
        self.body = body
        super().__init__(f"{body.error}: {body.detail}")

    @property
    def code(self) -> str:
        return self.body.error


class Unreachable(CandidateError):
    """No answer came."""


class SessionRefused(CandidateError):
    """The media server's own error, which ends the session; `code` is its class."""

    def __init__(self, error: LiveError) -> None:
        self.code = error.error
        super().__init__(f"{error.error}: {error.detail}")


class ConnectionLost(CandidateError):
    """The peer connection or the WebSocket broke in the middle of the interview."""
