"""Keep what candidates were told when they accepted an invitation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invitations", sa.Column("promised_retention_days", sa.Integer(), nullable=True))
    op.add_column("invitations", sa.Column("promised_readers", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.execute(
        "UPDATE invitations SET promised_retention_days = job_postings.retention_days FROM job_postings "
        "WHERE job_postings.id = invitations.posting_id AND invitations.accepted_at IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_column("invitations", "promised_readers")
    op.drop_column("invitations", "promised_retention_days")
