"""Keep reviews, overrides, notes, decisions and re-evaluations; say on which version's rubrics an answer was judged."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

APPEND_ONLY = ("band_overrides", "review_notes", "decisions", "reevaluations")


def upgrade() -> None:
    op.add_column("evaluations", sa.Column("plan_version", sa.Integer(), nullable=True))
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("interview_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("bands", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiver_reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f("fk_reviews_interview_id_interviews"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["users.id"], name=op.f("fk_reviews_reviewer_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint(
            "interview_id",
            "reviewer_id",
            "plan_version",
            name=op.f("uq_reviews_interview_id_reviewer_id_plan_version"),
        ),
    )
    op.create_index(op.f("ix_reviews_reviewer_id"), "reviews", ["reviewer_id"])
    _keep(
        "band_overrides",
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=80), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("evaluation_version", sa.Integer(), nullable=False),
        sa.Column("from_band", sa.Integer(), nullable=True),
        sa.Column("to_band", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
    )
    _keep("review_notes", sa.Column("text", sa.String(), nullable=False))
    outcomes = sa.Enum(
        "advance", "hold", "decline", name="outcome", native_enum=False, create_constraint=True, length=32
    )
    _keep(
        "decisions",
        sa.Column("outcome", outcomes, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
    )
    _keep(
        "reevaluations",
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
    )
    op.execute(
        """
        CREATE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
        END
        $$
        """
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite()"
        )


def downgrade() -> None:
    for table in (*APPEND_ONLY, "reviews"):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_to_rewrite()")
    op.drop_column("evaluations", "plan_version")


def _keep(table: str, *columns: sa.Column[object]) -> None:
    """What one person adds to an interview."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("interview_id", sa.Uuid(as_uuid=False), nullable=False),
        *columns,
        sa.Column("made_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name=op.f(f"fk_{table}_interview_id_interviews"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_interview_id", table, ["interview_id", "created_at"])
