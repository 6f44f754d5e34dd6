"""What every error is."""

from collections.abc import Mapping
from typing import ClassVar

from contracts.base import Contract, Language
from contracts.errors.fields import FieldProblem


class ErrorBody(Contract):
    """`detail` is in the user's language and says what to do next; `fields` names what is wrong where."""

    error: str
    detail: str
    fields: dict[str, str] = {}


class VisavisError(Exception):
    """Base of all errors with a message for the user. `params` fill the message's placeholders; `fields` are what is
    wrong where, as a word for programs or a problem that is said in the user's language.

    The text of the exception itself is for logs and carries nothing personal.
    """

    status: ClassVar[int] = 500
    usual_retry_after: ClassVar[int | None] = None
    """Seconds, where the error itself does not know better."""
    messages: ClassVar[dict[Language, str]] = {
        Language.KO: "문제가 생겼습니다. 다시 시도해 보고, 계속되면 오류 번호를 관리자에게 알려 주세요.",
        Language.EN: "Something went wrong. Try again; if it stays, tell an administrator the error number.",
    }

    def __init__(
        self, *, fields: Mapping[str, str | FieldProblem] | None = None, retry_after: int | None = None, **params: str
    ) -> None:
        self.fields = fields or {}
        self.retry_after = retry_after or self.usual_retry_after
        self.params = params
        self.detail: str | None = None
        super().__init__(self.code)

    @classmethod
    def from_body(cls, body: ErrorBody) -> "VisavisError":
        """The error that another service answered with, in the words which that service chose."""
        error = cls.kind_of(body.error)(fields=body.fields)
        error.detail = body.detail
        return error

    @staticmethod
    def kind_of(code: str) -> "type[VisavisError]":
        """The class behind a code; `VisavisError` for one of a newer version."""
        kinds = [VisavisError]
        for kind in kinds:
            kinds += kind.__subclasses__()
        return next((kind for kind in kinds if kind.__name__ == code), VisavisError)

    @property
    def code(self) -> str:
        return type(self).__name__

    def body(self, language: Language) -> ErrorBody:
        detail = self.detail or self.messages[language].format(**self.params)
        fields = {
            name: problem.in_language(language) if isinstance(problem, FieldProblem) else problem
            for name, problem in self.fields.items()
        }
        return ErrorBody(error=self.code, detail=detail, fields=fields)
