"""Keep every version of a question of the bank; what there is becomes the first."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

CHANGES = ("loaded", "made", "edited", "restored", "deactivated", "activated")

FIRST_VERSIONS = """
    INSERT INTO question_versions (slug, version, change, content, rubric)
    SELECT ko.slug, 1, 'loaded',
           jsonb_build_object(
               'slug', ko.slug, 'category', ko.category, 'difficulty', ko.difficulty, 'scenario', ko.scenario,
               'positions', to_jsonb(ko.position),
               'content', jsonb_build_object('ko', ko.content, 'en', en.content),
               'project_content', CASE WHEN ko.project_content IS NOT NULL AND en.project_content IS NOT NULL
                   THEN jsonb_build_object('ko', ko.project_content, 'en', en.project_content) END,
               'rubric', ko.rubric_json
           ),
           CAST(ko.rubric_json ->> 'version' AS integer)
    FROM questions AS ko JOIN questions AS en ON en.slug = ko.slug AND en.language = 'en'
    WHERE ko.language = 'ko'
"""


def upgrade() -> None:
    op.add_column("questions", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("questions", sa.Column("is_own", sa.Boolean(), server_default="false", nullable=False))
    op.create_table(
        "question_versions",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "change",
            sa.Enum(*CHANGES, name="questionchange", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rubric", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["users.id"], name=op.f("fk_question_versions_changed_by_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("slug", "version", name=op.f("pk_question_versions")),
    )
    op.create_index(op.f("ix_question_versions_changed_by"), "question_versions", ["changed_by"], unique=False)
    op.execute(FIRST_VERSIONS)


def downgrade() -> None:
    op.drop_table("question_versions")
    op.drop_column("questions", "is_own")
    op.drop_column("questions", "version")
