"""Let candidates add a résumé to a screening interview, and have its sections found by words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nobody chose that the postings of before ask for one.
    op.add_column(
        "job_postings",
        sa.Column(
            "asks_for_resume",
            sa.Enum(
                "none",
                "optional",
                "required",
                name="askforresume",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            server_default="none",
        ),
    )
    op.alter_column("job_postings", "asks_for_resume", server_default=None)
    op.create_table(
        "shared_resumes",
        sa.Column("interview_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("resume_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f("fk_shared_resumes_interview_id_interviews"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resume_id"], ["resumes.id"], name=op.f("fk_shared_resumes_resume_id_resumes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("interview_id", name=op.f("pk_shared_resumes")),
    )
    op.create_index(op.f("ix_shared_resumes_resume_id"), "shared_resumes", ["resume_id"])
    op.add_column("resume_sections", sa.Column("words", postgresql.TSVECTOR(), nullable=True))
    op.add_column("resume_sections", sa.Column("morphemes", postgresql.TSVECTOR(), nullable=True))


def downgrade() -> None:
    op.drop_column("resume_sections", "morphemes")
    op.drop_column("resume_sections", "words")
    op.drop_table("shared_resumes")
    op.drop_column("job_postings", "asks_for_resume")
