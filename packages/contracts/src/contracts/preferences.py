"""How a candidate wants to be spoken to and listened to: theirs to set, and nobody's to judge."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, StringConstraints

from contracts.base import Contract

Speed = Annotated[float, Field(ge=0.7, le=1.5)]
"""Of the voice's normal pace."""
VoiceName = Annotated[str, StringConstraints(pattern=r"^[\w+./ -]{1,80}$")]
"""A voice by its engine's own name."""


class _Setting(Contract):
    """Closed to near misses as well: `"true"` is no boolean and `"1.2"` no number."""

    model_config = ConfigDict(strict=True)


class VoicePreferences(_Setting):
    """The interviewer's voice. The browser applies `volume`, 0 to 1; without `voice` the engine's default speaks."""

    speed: Speed = 1.0
    volume: Annotated[float, Field(ge=0, le=1)] = 1.0
    voice: VoiceName | None = None


class Accommodations(_Setting):
    """More time, and questions that are heard to their end.

    `patience` multiplies every silence that the turn policy allows; for `prep_seconds` after each question silence
    does not count (0: as the interview has it). Unless the candidate `may_interrupt`, the interviewer speaks each
    question to its end, whatever is heard meanwhile.
    """

    patience: Annotated[float, Field(ge=1, le=4)] = 1.0
    prep_seconds: Annotated[int, Field(ge=0, le=120)] = 0
    may_interrupt: bool = True

    def without_extra_time(self) -> Self:
        return self.model_copy(update={"patience": 1.0, "prep_seconds": 0})


class RoomPreferences(_Setting):
    """`hints`: while an answer of a practice interview is given, say what the camera cannot see well.

    `toured`: the candidate has been shown how the room works, or has skipped it.
    """

    hints: bool = False
    toured: bool = False


class Preferences(_Setting):
    voice: VoicePreferences = VoicePreferences()
    accommodations: Accommodations = Accommodations()
    room: RoomPreferences = RoomPreferences()
