"""Where the time of a turn goes, from the candidate's last speech sample to the interviewer's first."""

from asyncio import get_running_loop
from collections.abc import Callable
from dataclasses import dataclass

from contracts.live import StageTimes
from prometheus_client import Histogram
from runtime import tracing

STAGES = Histogram(
    "visavis_turn_stage_seconds",
    "From the last speech sample until the end of each stage of a turn",
    ["stage"],
    buckets=(0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0, 3.0, 4.0, 6.0, 10.0),
)


SAVED = Histogram(
    "visavis_turn_saved_seconds",
    "Work on the next question, up to its first sound, that was done before the turn ended",
    buckets=(0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0),
)


@dataclass
class TurnClock:
    """Moments of one turn by the event loop's clock, in seconds; None while, or because, a stage did not happen."""

    turn: int
    last_speech: float | None
    endpoint: float | None = None
    recognised: float | None = None
    question: float | None = None
    synthesised: float | None = None
    sounded: float | None = None
    saved: float | None = None
    """A duration: how long the next question had been worked on before the turn ended."""

    def note_endpoint(self) -> None:
        self.endpoint = get_running_loop().time()

    def note_recognised(self) -> None:
        self.recognised = get_running_loop().time()

    def note_question(self) -> None:
        """The first words of the next question; later ones change nothing."""
        self.question = self.question or get_running_loop().time()

    def note_saved(self, worked_until: Callable[[float], float]) -> None:
        """The next question had been worked on ahead, until the turn ended at the latest."""
        self.saved = worked_until(self.endpoint) if self.endpoint is not None else None

    def times(self) -> StageTimes | None:
        """The stages for the candidate's page, also counted in the metrics; None when nothing was said."""
        if self.last_speech is None:
            return None
        stages = {
            "endpoint": self.endpoint,
            "recognise": self.recognised,
            "question": self.question,
            "synthesise": self.synthesised,
            "total": self.sounded,
        }
        for stage, moment in stages.items():
            if moment is not None:
                STAGES.labels(stage).observe(moment - self.last_speech)
        if self.saved is not None:
            SAVED.observe(self.saved)
        begun = {"last speech": self.last_speech}
        tracing.record("turn", begun | stages, get_running_loop().time(), turn=self.turn)
        return StageTimes(
            turn=self.turn,
            saved_ms=None if self.saved is None else round(self.saved * 1000, 1),
            **{
                f"{stage}_ms": round((moment - self.last_speech) * 1000, 1)
                for stage, moment in stages.items()
                if moment is not None
            },
        )
