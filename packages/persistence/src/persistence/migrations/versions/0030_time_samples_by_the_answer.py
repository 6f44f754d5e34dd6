"""Time delivery samples by the answer's clock, which its words are timed by."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delivery_samples", sa.Column("heard", sa.Float(), nullable=True))


def downgrade() -> None:
    op.drop_column("delivery_samples", "heard")
