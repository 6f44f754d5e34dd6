"""Say of each judgement which variant made it, what it took, and how stable it was; earlier ones do not know."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evaluations", sa.Column("variant", sa.String(length=40), nullable=True))
    op.add_column("evaluations", sa.Column("stability", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column("evaluations", sa.Column("prompt_tokens", sa.Integer(), nullable=True))
    op.add_column("evaluations", sa.Column("completion_tokens", sa.Integer(), nullable=True))
    op.add_column("evaluations", sa.Column("seconds", sa.Float(), nullable=True))


def downgrade() -> None:
    for column in ("seconds", "completion_tokens", "prompt_tokens", "stability", "variant"):
        op.drop_column("evaluations", column)
