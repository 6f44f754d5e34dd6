"""Keep objections, declared groups apart, and that a screening interview was erased."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "objections",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("interview_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "objection", "human_review", name="objectionkind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["users.id"], name=op.f("fk_objections_answered_by_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_objections_interview_id_interviews"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    op.create_index(op.f("ix_objections_answered_by"), "objections", ["answered_by"])
    op.create_index(op.f("ix_objections_interview_id"), "objections", ["interview_id"])
    op.create_table(
        "declared_groups",
        sa.Column("interview_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column(
            "dimension",
            sa.Enum(
                "gender",
                "age",
                "ethnicity",
                "disability",
                name="groupdimension",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f("fk_declared_groups_interview_id_interviews"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("interview_id", "dimension", name=op.f("pk_declared_groups")),
    )
    op.create_table(
        "erased_screenings",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("posting_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "withdrawn",
                "account_erased",
                "retention",
                name="erasurecause",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("erased_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"],
            ["job_postings.id"],
            name=op.f("fk_erased_screenings_posting_id_job_postings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased_screenings")),
    )
    op.create_index(op.f("ix_erased_screenings_posting_id"), "erased_screenings", ["posting_id"])


def downgrade() -> None:
    op.drop_table("erased_screenings")
    op.drop_table("declared_groups")
    op.drop_table("objections")
