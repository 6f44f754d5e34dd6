"""Measure voices in LUFS, and keep what was wrong with the sound of an answer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "transcripts",
        sa.Column("sound_troubles", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
    )
    # Levels in dBFS cannot become loudness, nor say anything of pitch: earlier answers have none of these measures.
    op.execute(
        """
        UPDATE delivery_voice
        SET metrics = metrics - '{loudness_dbfs,loudness_range_db}'::text[] || jsonb_build_object(
            'language', interviews.language,
            'unmeasured', jsonb_build_object(
                'articulation_rate', 'not_measured_then', 'loudness_lufs', 'not_measured_then',
                'loudness_range_lu', 'not_measured_then', 'pitch_hz', 'not_measured_then',
                'pitch_range_semitones', 'not_measured_then', 'voiced_share', 'not_measured_then'
            )
        )
        FROM interviews WHERE interviews.id = delivery_voice.interview_id
        """
    )


def downgrade() -> None:
    op.execute(
        """
        UPDATE delivery_voice
        SET metrics = metrics - '{language,articulation_rate,loudness_lufs,loudness_range_lu,pitch_hz,
            pitch_range_semitones,voiced_share,pause_share,unmeasured}'::text[]
        """
    )
    op.drop_column("transcripts", "sound_troubles")
