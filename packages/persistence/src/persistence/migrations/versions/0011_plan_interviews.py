"""Plan interviews by difficulty and scenario, and by what they are to be about."""

import pgvector.sqlalchemy
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    scenario = sa.Enum(
        "standard", "career_change", name="scenario", native_enum=False, create_constraint=True, length=32
    )
    difficulty = sa.Enum(
        "easy", "medium", "hard", name="difficulty", native_enum=False, create_constraint=True, length=32
    )
    op.add_column("interviews", sa.Column("scenario", scenario, server_default="standard", nullable=False))
    op.add_column("interviews", sa.Column("difficulty", difficulty, nullable=True))
    op.create_table(
        "interview_aims",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("interview_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("section_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("project", sa.String(length=80), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("words", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("morphemes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("embedding", pgvector.sqlalchemy.vector.VECTOR(dim=1024), nullable=True),
        sa.Column("embedder", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f("fk_interview_aims_interview_id_interviews"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["resume_sections.id"],
            name=op.f("fk_interview_aims_section_id_resume_sections"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_aims")),
        sa.UniqueConstraint("interview_id", "order", name=op.f("uq_interview_aims_interview_id_order")),
    )
    op.create_index(op.f("ix_interview_aims_section_id"), "interview_aims", ["section_id"], unique=False)


def downgrade() -> None:
    op.drop_table("interview_aims")
    op.drop_column("interviews", "difficulty")
    op.drop_column("interviews", "scenario")
