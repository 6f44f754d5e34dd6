"""Give invitations several links and say when one was opened; number what happens on a posting."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitation_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invitation_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            name=op.f("fk_invitation_links_invitation_id_invitations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitation_links")),
    )
    op.create_index(op.f("ix_invitation_links_invitation_id"), "invitation_links", ["invitation_id"])
    op.execute("INSERT INTO invitation_links (token_hash, invitation_id) SELECT token_hash, id FROM invitations")
    op.drop_column("invitations", "token_hash")
    op.add_column("invitations", sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "posting_streams",
        sa.Column("posting_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"],
            ["job_postings.id"],
            name=op.f("fk_posting_streams_posting_id_job_postings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("posting_id", name=op.f("pk_posting_streams")),
    )
    op.create_table(
        "posting_events",
        sa.Column("posting_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"],
            ["job_postings.id"],
            name=op.f("fk_posting_events_posting_id_job_postings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f("fk_posting_events_interview_id_interviews"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("posting_id", "sequence", name=op.f("pk_posting_events")),
    )
    op.create_index(op.f("ix_posting_events_interview_id"), "posting_events", ["interview_id"])


def downgrade() -> None:
    op.drop_table("posting_events")
    op.drop_table("posting_streams")
    op.drop_column("invitations", "opened_at")
    op.add_column("invitations", sa.Column("token_hash", sa.String(length=64), nullable=True))
    op.execute(
        "UPDATE invitations SET token_hash = (SELECT min(token_hash) FROM invitation_links WHERE invitation_id = invitations.id)"
    )
    op.execute("DELETE FROM invitations WHERE token_hash IS NULL")
    op.alter_column("invitations", "token_hash", nullable=False)
    op.create_unique_constraint(op.f("uq_invitations_token_hash"), "invitations", ["token_hash"])
    op.drop_table("invitation_links")
