"""Number the questions of the plan in the events that asked them: before there were follow-ups, turns did that."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE events SET payload = jsonb_set(payload, '{question,number}', payload->'question'->'turn')"
        " WHERE kind = 'question.asked'"
    )


def downgrade() -> None:
    op.execute(
        "UPDATE events SET payload = payload #- '{question,number}' #- '{question,follow_up}'"
        " WHERE kind = 'question.asked'"
    )
