"""`/config`: what a browser needs to know before anybody has signed in."""

from importlib.metadata import version

from contracts.base import Contract, Language
from contracts.mail import MailWay
from fastapi import APIRouter, Request
from persistence.consents import CONSENT_VERSION

from backend_core.dependencies import Settings

router = APIRouter(tags=["operations"])


class EngineOut(Contract):
    """An engine by name, and the languages it knows where that is the question.

    `voices` are those of text to speech in each language, the default first; none where they are not known. What it
    does is `unverified` where the way to it is tested and nobody has judged the result yet. It is `degraded`
    while it does not answer and the embedded one stands in for it.
    """

    name: str
    languages: list[Language] | None = None
    voices: dict[Language, list[str]] | None = None
    unverified: bool = False
    degraded: bool = False

    @property
    def responds(self) -> bool:
        """False of a server that does not say what it knows."""
        return self.languages != []

    def knows(self, language: Language) -> bool:
        return self.languages is None or language in self.languages


class EnginesOut(Contract):
    stt: EngineOut
    tts: EngineOut
    interviewer: EngineOut
    judge: EngineOut
    face: EngineOut


class ConfigOut(Contract):
    version: str
    media_url: str
    ice_servers: list[dict[str, str | list[str]]]
    engines: EnginesOut
    consent_version: str
    """Of the consent texts. A page that shows others must not take anybody's consent."""
    recording: bool
    """Whether interviews can be recorded for their candidates to look back at."""
    mail: MailWay | None
    """How letters leave; none where they cannot."""


@router.get("/config")
async def read_config(request: Request, settings: Settings) -> ConfigOut:
    """Where the media server is when a ticket names no other, which ICE servers to use, which engines are present."""
    return ConfigOut(
        version=version("visavis-backend-core"),
        media_url=settings.media_url,
        ice_servers=settings.ice_servers,
        engines=await request.app.state.engines.describe(),
        consent_version=CONSENT_VERSION,
        recording=settings.recordings_are_kept,
        mail=settings.mail_way,
    )
