"""The record: tables, sessions, jobs, events and migrations. PostgreSQL 18 with pgvector.

What all stand on lies here: columns, tables that everything refers to, sessions and migrations. Each package imports
only those after it: removal, interviews, questions, hiring, people, record.
"""

# Tables refer to each other across modules: whoever uses one of them has declared all.
from persistence import tables
from persistence.hiring import invitations, overrides, recruiting, reviews, webhooks
from persistence.interviews import answer_search, corrections, feedback, recordings, shares
from persistence.people import member_invitations, password_resets, resumes, rights, second_factors, tokens
from persistence.questions import bank
from persistence.record import audit, live

__all__ = [
    "answer_search",
    "audit",
    "bank",
    "corrections",
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
    "second_factors",
    "shares",
    "tables",
    "tokens",
    "webhooks",
]
