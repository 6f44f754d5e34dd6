"""Find questions by words and morphemes; remember what each was loaded from and by which model it was embedded."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = ("words", "morphemes", "embedder", "fingerprint", "updated_at", "scenario", "project_content")


def upgrade() -> None:
    op.add_column("questions", sa.Column("words", postgresql.TSVECTOR(), nullable=True))
    op.add_column("questions", sa.Column("morphemes", postgresql.TSVECTOR(), nullable=True))
    op.add_column("questions", sa.Column("embedder", sa.String(length=200), nullable=True))
    op.add_column("questions", sa.Column("fingerprint", sa.String(length=64), nullable=True))
    op.add_column("questions", sa.Column("project_content", sa.String(), nullable=True))
    op.add_column(
        "questions",
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    op.add_column(
        "questions",
        sa.Column(
            "scenario",
            sa.Enum("standard", "career_change", name="scenario", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
    )
    op.create_index("ix_questions_words", "questions", ["words"], postgresql_using="gin")
    op.create_index("ix_questions_morphemes", "questions", ["morphemes"], postgresql_using="gin")


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_column("questions", column)
