"""Say of an interview which question of which earlier one it asks again."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interviews", sa.Column("retry_of", sa.Uuid(as_uuid=False), nullable=True))
    op.add_column("interviews", sa.Column("retry_number", sa.Integer(), nullable=True))
    op.create_check_constraint(
        op.f("ck_interviews_retry_names_its_question"),
        "interviews",
        "(retry_of IS NULL) = (retry_number IS NULL) AND (retry_of IS NULL OR mode = 'practice')",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_interviews_retry_names_its_question"), "interviews")
    op.drop_column("interviews", "retry_number")
    op.drop_column("interviews", "retry_of")
