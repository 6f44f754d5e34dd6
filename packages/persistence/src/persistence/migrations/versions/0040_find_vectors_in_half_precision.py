"""Find vectors in half precision, those of résumés too."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

HALF = sa.literal_column("(embedding::halfvec(1024))", sa.Text()).label("half")


def upgrade() -> None:
    for table in ("questions", "answer_vectors", "resume_sections"):
        op.create_index(
            f"ix_{table}_half",
            table,
            [HALF],
            postgresql_using="hnsw",
            postgresql_ops={"half": "halfvec_cosine_ops"},
        )
    for column in ("words", "morphemes"):
        op.create_index(f"ix_resume_sections_{column}", "resume_sections", [column], postgresql_using="gin")
    op.drop_index("ix_questions_embedding", table_name="questions")
    op.drop_index("ix_answer_vectors_embedding", table_name="answer_vectors")


def downgrade() -> None:
    for table in ("questions", "answer_vectors"):
        op.create_index(
            f"ix_{table}_embedding",
            table,
            ["embedding"],
            postgresql_using="hnsw",
            postgresql_ops={"embedding": "vector_cosine_ops"},
        )
    for column in ("words", "morphemes"):
        op.drop_index(f"ix_resume_sections_{column}", table_name="resume_sections")
    for table in ("questions", "answer_vectors", "resume_sections"):
        op.drop_index(f"ix_{table}_half", table_name=table)
