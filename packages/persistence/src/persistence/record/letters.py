"""Letters on their way: asked for in the transaction of the fact that calls for them, sent by a worker."""

from datetime import datetime

from contracts.base import Language
from contracts.mail import LetterKind
from contracts.tasks import SEND_LETTER, SendLetterPayload
from sqlmodel import Session

from persistence.ids import new_id
from persistence.record import jobs


def ask_for(
    session: Session, kind: LetterKind, subject_id: str, language: Language, *, due_at: datetime | None = None
) -> str | None:
    """Have a letter of `kind` about a row of the record sent, now or once it is due. Returns its job's id.

    One of that kind and subject that is still on its way is not joined by another: then it returns None.
    """
    letter = SendLetterPayload(kind=kind, subject_id=subject_id, letter_id=new_id(), language=language)
    return jobs.add(session, SEND_LETTER, letter, unique_key=job_key(kind, subject_id), again=True, due_at=due_at)


def job_key(kind: LetterKind, subject_id: str) -> str:
    """For `jobs.state_of`: whether the letter is on its way, sent, or refused."""
    return f"{kind}:{subject_id}"
