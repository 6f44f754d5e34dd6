"""What becomes of each table of the record when somebody asks for what is held on them.

A table stands in one of the two lists below; `backend-core/tests/rights/test_export.py` fails for one that stands in
neither: whoever adds a table decides it here. Erasing needs no such list, as rows go with the row that they hang on.
"""

from collections.abc import Mapping, Set
from typing import TypeVar

from persistence.tables import Table
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

TableT = TypeVar("TableT", bound=Table)
Row = dict[str, object]
"""Of a table, as JSON has it."""
Rows = list[Row]

VECTORS = frozenset({"embedding", "embedder"})
FOUND_BY = VECTORS | {"words", "morphemes"}
"""What a text is searched by: made of that text, which is exported."""

EXPORTED: Mapping[str, Set[str]] = {
    "users": {"password_hash"},
    "refresh_sessions": {"token_hash", "family"},
    "consents": frozenset(),
    "memberships": frozenset(),
    "invitations": {"created_by"},
    "delivery_calibrations": frozenset(),
    "audit_log": {"actor_id"},
    "resumes": {"file_key"},
    "resume_sections": FOUND_BY,
    "shared_resumes": frozenset(),
    "interviews": {"event_sequence"},
    "interview_aims": FOUND_BY,
    "interview_questions": frozenset(),
    "transcripts": frozenset(),
    "corrections": frozenset(),
    "evaluations": frozenset(),
    "evaluation_reports": frozenset(),
    "delivery_samples": frozenset(),
    "delivery_voice": frozenset(),
    "delivery_scores": frozenset(),
    "feedback": frozenset(),
    "objections": {"answered_by"},
    "declared_groups": frozenset(),
    "shares": {"token_hash"},
    "recordings": frozenset(),
    "recording_chunks": {"id", "digest", "object_name", "file_key"},
}
"""Columns that stay behind, by table: secrets, who of an organisation it was, and what the platform alone counts by."""

_HASH = "opens a door for a while; a hash, which tells nothing"
_NOTICE = "a notice or a task of the platform's, of what is exported from the table that it is about"
_ORGANISATIONS = "an organisation's own; who made it is one of its members at work"
_MEMBERS = (
    "what a member of the organisation wrote or gave: theirs, and others'; that it was done, and when, is exported"
)
_NOBODYS = "of no person"

LEFT_OUT: Mapping[str, str] = {
    "password_resets": _HASH,
    "second_factors": "a secret and hashes; that one was set up or taken off, and when, is exported from the audit log",
    "media_tickets": _HASH,
    "invitation_links": _HASH,
    "member_invitation_links": _HASH,
    "events": _NOTICE,
    "posting_events": _NOTICE,
    "posting_streams": _NOTICE,
    "jobs": _NOTICE,
    "report_pdfs": "the report as a document, for a day; the report itself is exported",
    "answer_vectors": "what an answer is searched by: made of the transcript, which is exported",
    "reviews": _MEMBERS,
    "review_notes": _MEMBERS,
    "band_overrides": _MEMBERS,
    "overridden_scores": _MEMBERS,
    "decisions": _MEMBERS,
    "reevaluations": _MEMBERS,
    "organisations": _ORGANISATIONS,
    "companies": _ORGANISATIONS,
    "job_postings": _ORGANISATIONS,
    "posting_plans": _ORGANISATIONS,
    "posting_questions": _ORGANISATIONS,
    "organisation_tokens": _ORGANISATIONS,
    "webhooks": _ORGANISATIONS,
    "webhook_deliveries": _ORGANISATIONS,
    "member_invitations": _ORGANISATIONS,
    "questions": _NOBODYS,
    "question_versions": "the platform's own; who changed a question is an administrator at work",
    "bank_loads": _NOBODYS,
    "erased_screenings": "of no person any more: nothing leads from it to one",
}
"""Why, by table."""


def as_held(row: Table, without: Set[str] = frozenset()) -> Row:
    """A row as JSON has it, but for the columns that stay behind and those of `without`."""
    # Some columns hold the value of an enumeration as text, which is what it comes to.
    return row.model_dump(mode="json", exclude={*EXPORTED[str(row.__tablename__)], *without}, warnings=False)


async def held(session: AsyncSession, wanted: SelectOfScalar[TableT]) -> Rows:
    return [as_held(row) for row in (await session.exec(wanted)).all()]
