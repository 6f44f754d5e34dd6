"""Let postings say whether candidates read what their answers are held against, and keep a PDF of either."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "job_postings", sa.Column("names_key_points", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("job_postings", "names_key_points", server_default=None)
    _key_pdfs_by("interview_id", "language", "names_key_points")


def downgrade() -> None:
    _key_pdfs_by("interview_id", "language")
    op.drop_column("job_postings", "names_key_points")


def _key_pdfs_by(*columns: str) -> None:
    # Documents are made again when they are asked for.
    op.execute("DELETE FROM report_pdfs")
    op.drop_constraint("pk_report_pdfs", "report_pdfs", type_="primary")
    if "names_key_points" in columns:
        op.add_column("report_pdfs", sa.Column("names_key_points", sa.Boolean(), nullable=False))
    else:
        op.drop_column("report_pdfs", "names_key_points")
    op.create_primary_key("pk_report_pdfs", "report_pdfs", list(columns))
