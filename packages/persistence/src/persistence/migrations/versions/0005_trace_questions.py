"""Keep what each question came from, and let follow-ups stand outside of the plan; earlier questions have no trace."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    trace = sa.Column("trace", postgresql.JSONB(astext_type=sa.Text()), nullable=True)
    op.add_column("interview_questions", trace)
    op.alter_column("interview_questions", "plan_order", existing_type=sa.Integer(), nullable=True)
    # Interviews that were planned before there were follow-ups go on without.
    op.add_column("interviews", sa.Column("follow_ups", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("interviews", "follow_ups")
    op.execute("DELETE FROM interview_questions WHERE plan_order IS NULL")
    op.alter_column("interview_questions", "plan_order", existing_type=sa.Integer(), nullable=False)
    op.drop_column("interview_questions", "trace")
