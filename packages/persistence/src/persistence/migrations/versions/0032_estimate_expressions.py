"""Keep what faces looked like, with a consent of its own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

PURPOSES = op.f("ck_consents_consentpurpose")


def upgrade() -> None:
    op.drop_constraint(PURPOSES, "consents", type_="check")
    op.create_check_constraint(
        PURPOSES, "consents", "purpose IN ('transcription', 'delivery', 'expression', 'recording')"
    )
    op.add_column("delivery_samples", sa.Column("expression", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    # An estimate may come before the first scores.
    op.alter_column("delivery_scores", "scores", nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM delivery_scores WHERE scores IS NULL")
    op.alter_column("delivery_scores", "scores", nullable=False)
    op.drop_column("delivery_samples", "expression")
    op.execute("DELETE FROM consents WHERE purpose = 'expression'")
    op.drop_constraint(PURPOSES, "consents", type_="check")
    op.create_check_constraint(PURPOSES, "consents", "purpose IN ('transcription', 'delivery', 'recording')")
