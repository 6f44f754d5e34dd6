"""Admit candidates to the media server for a training, which is of no interview."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("media_tickets", "interview_id", nullable=True)
    op.add_column("media_tickets", sa.Column("trainee_id", sa.Uuid(as_uuid=False), nullable=True))
    op.create_index(op.f("ix_media_tickets_trainee_id"), "media_tickets", ["trainee_id"])
    op.create_foreign_key(
        op.f("fk_media_tickets_trainee_id_users"), "media_tickets", "users", ["trainee_id"], ["id"], ondelete="CASCADE"
    )
    op.create_check_constraint(
        op.f("ck_media_tickets_one_purpose"), "media_tickets", "(interview_id IS NULL) <> (trainee_id IS NULL)"
    )


def downgrade() -> None:
    op.execute("DELETE FROM media_tickets WHERE interview_id IS NULL")
    op.drop_constraint(op.f("ck_media_tickets_one_purpose"), "media_tickets")
    op.drop_column("media_tickets", "trainee_id")
    op.alter_column("media_tickets", "interview_id", nullable=False)
