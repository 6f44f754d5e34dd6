"""The record: tables, sessions, jobs, events and migrations. PostgreSQL 18 with pgvector."""

# Tables refer to each other across modules: whoever uses one of them has declared all.
from persistence import (
    answer_search,
    audit,
    bank,
    feedback,
    invitations,
    live,
    member_invitations,
    overrides,
    password_resets,
    recordings,
    recruiting,
    resumes,
    reviews,
    rights,
    shares,
    tables,
    tokens,
    webhooks,
)

__all__ = [
    "answer_search",
    "audit",
    "bank",
    "feedback",
    "invitations",
    "live",
    "member_invitations",
    "overrides",
    "password_resets",
    "recordings",
    "recruiting",
    "resumes",
    "reviews",
    "rights",
    "shares",
    "tables",
    "tokens",
    "webhooks",
]
