"""Find the jobs that wait for a group without reading all that are open."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_jobs_waits_for", "jobs", ["waits_for"], postgresql_where=sa.text("waits_for IS NOT NULL"))


def downgrade() -> None:
    op.drop_index("ix_jobs_waits_for", table_name="jobs", postgresql_where=sa.text("waits_for IS NOT NULL"))
