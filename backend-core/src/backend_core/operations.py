"""`/config`: what a browser needs to know before anybody has signed in."""

from importlib.metadata import version
from typing import Annotated

from contracts.base import Contract, Language
from contracts.errors import AccountDeactivated, NotSignedIn, SessionExpired
from contracts.mail import MailWay
from fastapi import Depends, Request
from persistence.people.consents import CONSENT_VERSION

from backend_core.dependencies import DatabaseDep, Settings, get_access, user_of, user_scheme
from backend_core.ice_servers import IceServer, ice_servers_for
from backend_core.routing import AreaRouter

router = AreaRouter(tags=["operations"])


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
    ice_servers: list[IceServer]
    engines: EnginesOut
    consent_version: str
    """Of the consent texts. A page that shows others must not take anybody's consent."""
    recording: bool
    """Whether interviews can be recorded for their candidates to look back at."""
    mail: MailWay | None
    """How letters leave; none where they cannot."""


async def get_relay_user_id(
    settings: Settings, database: DatabaseDep, token: Annotated[str | None, Depends(user_scheme)]
) -> str | None:
    """Who may use the platform's relays, where it has any: whoever is signed in. Raises `SessionExpired`: a page comes
    back with a new token.
    """
    if token is None or not settings.relays:
        return None
    try:
        access = await get_access(settings, token)
        async with database.transaction() as session:
            return (await user_of(session, access)).id
    except SessionExpired:
        raise
    except (NotSignedIn, AccountDeactivated):
        return None


@router.get("/config")
async def read_config(
    request: Request, settings: Settings, user_id: Annotated[str | None, Depends(get_relay_user_id)]
) -> ConfigOut:
    """Where the media server is when a ticket names no other, which ICE servers to use, which engines are present.

    The platform's own relays are among the ICE servers for who is signed in, with credentials for this once.
    """
    return ConfigOut(
        version=version("visavis-backend-core"),
        media_url=settings.media_url,
        ice_servers=ice_servers_for(settings, user_id),
        engines=await request.app.state.engines.describe(),
        consent_version=CONSENT_VERSION,
        recording=settings.recordings_are_kept,
        mail=settings.mail_way,
    )
