"""Keep résumés and their sections; jobs may belong to one."""

import pgvector.sqlalchemy
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resumes",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("candidate_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column(
            "format",
            sa.Enum(
                "pdf", "docx", "hwpx", "text", name="resumeformat", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "parsing",
                "parsed",
                "failed",
                name="resumestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("error", sa.String(length=80), nullable=True),
        sa.Column(
            "language",
            sa.Enum("ko", "en", name="language", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("target_role", sa.String(length=120), nullable=True),
        sa.Column("career_change", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["users.id"], name=op.f("fk_resumes_candidate_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resumes")),
    )
    op.create_index(op.f("ix_resumes_candidate_id"), "resumes", ["candidate_id"], unique=False)
    op.create_table(
        "resume_sections",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("resume_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "experience",
                "projects",
                "skills",
                "education",
                "target_role",
                "summary",
                "other",
                name="sectionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("heading", sa.String(length=120), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("embedding", pgvector.sqlalchemy.vector.VECTOR(dim=1024), nullable=True),
        sa.Column("embedder", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["resume_id"], ["resumes.id"], name=op.f("fk_resume_sections_resume_id_resumes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume_sections")),
    )
    op.create_index(op.f("ix_resume_sections_resume_id"), "resume_sections", ["resume_id"], unique=False)
    op.add_column("jobs", sa.Column("resume_id", sa.Uuid(as_uuid=False), nullable=True))
    op.create_index(op.f("ix_jobs_resume_id"), "jobs", ["resume_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_jobs_resume_id_resumes"), "jobs", "resumes", ["resume_id"], ["id"], ondelete="CASCADE"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("fk_jobs_resume_id_resumes"), "jobs", type_="foreignkey")
    op.drop_index(op.f("ix_jobs_resume_id"), table_name="jobs")
    op.drop_column("jobs", "resume_id")
    op.drop_index(op.f("ix_resume_sections_resume_id"), table_name="resume_sections")
    op.drop_table("resume_sections")
    op.drop_index(op.f("ix_resumes_candidate_id"), table_name="resumes")
    op.drop_table("resumes")
