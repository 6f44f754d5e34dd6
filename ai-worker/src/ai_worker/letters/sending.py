"""`tasks.mail.send`: a letter, written from the record and handed to the mail server."""

from collections.abc import Callable

import structlog
from contracts.tasks import SendLetterPayload
from persistence.database import Database
from runtime.mail.settings import MailSettings
from sqlmodel import Session

from ai_worker.letters.kinds import COMPOSERS
from ai_worker.letters.rendering import render

log = structlog.get_logger(__name__)


class LetterSending:
    """Once for each job, as far as a mail server lets anybody be sure of that: see `runtime.mail.Email`."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    def __call__(self, database: Database, payload: SendLetterPayload) -> Callable[[Session], None]:
        outbox = self._settings.outbox()
        with database.transaction() as session:
            letter = COMPOSERS[payload.kind](session, self._settings, payload.subject_id)
        if letter is None:
            log.info("nobody to write to", kind=payload.kind, letter_id=payload.letter_id)
            return lambda session: None
        outbox.send(render(letter, payload))
        log.info("letter sent", kind=payload.kind, letter_id=payload.letter_id)
        return letter.when_sent
