"""Give invitations into an organisation several links: a letter that is sent once more leaves the first one's good."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member_invitation_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invitation_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["member_invitations.id"],
            name=op.f("fk_member_invitation_links_invitation_id_member_invitations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_member_invitation_links")),
    )
    op.create_index(op.f("ix_member_invitation_links_invitation_id"), "member_invitation_links", ["invitation_id"])
    op.execute(
        "INSERT INTO member_invitation_links (token_hash, invitation_id) SELECT token_hash, id FROM member_invitations "
        "UNION SELECT letter_hash, id FROM member_invitations WHERE letter_hash IS NOT NULL"
    )
    op.drop_column("member_invitations", "token_hash")
    op.drop_column("member_invitations", "letter_hash")


def downgrade() -> None:
    op.add_column("member_invitations", sa.Column("letter_hash", sa.String(length=64), nullable=True))
    op.add_column("member_invitations", sa.Column("token_hash", sa.String(length=64), nullable=True))
    op.execute(
        "UPDATE member_invitations SET token_hash = (SELECT min(token_hash) FROM member_invitation_links "
        "WHERE invitation_id = member_invitations.id)"
    )
    op.execute("DELETE FROM member_invitations WHERE token_hash IS NULL")
    op.alter_column("member_invitations", "token_hash", nullable=False)
    for column in ("letter_hash", "token_hash"):
        op.create_unique_constraint(op.f(f"uq_member_invitations_{column}"), "member_invitations", [column])
    op.drop_table("member_invitation_links")
