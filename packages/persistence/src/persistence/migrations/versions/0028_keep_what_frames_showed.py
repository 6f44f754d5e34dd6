"""Keep what frames showed beside the scores: head, body, tension, distance and how well they could be seen."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

DETAILS = ("head", "tension", "body", "quality")


def upgrade() -> None:
    op.add_column("delivery_samples", sa.Column("faces", sa.Integer(), nullable=True))
    op.add_column("delivery_samples", sa.Column("eyes_shut", sa.Boolean(), nullable=True))
    op.add_column("delivery_samples", sa.Column("distance", sa.Float(), nullable=True))
    for name in DETAILS:
        op.add_column(
            "delivery_samples",
            sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        )


def downgrade() -> None:
    for name in ("faces", "eyes_shut", "distance", *DETAILS):
        op.drop_column("delivery_samples", name)
