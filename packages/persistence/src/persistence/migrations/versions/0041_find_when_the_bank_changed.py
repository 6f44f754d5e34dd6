"""Find when the bank changed last without reading all of it."""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_questions_updated_at", "questions", ["updated_at"])


def downgrade() -> None:
    op.drop_index("ix_questions_updated_at", table_name="questions")
