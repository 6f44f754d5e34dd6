"""Settings of backend-core."""

from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from engines.delivery.settings import DeliverySettings
from engines.llm.settings import InterviewerSettings, JudgeSettings
from pydantic import Field, HttpUrl, model_validator
from runtime.mail.settings import MailSettings
from runtime.outbound import OutboundSettings
from runtime.settings import DatabaseSettings, StrongSecret
from runtime.storage.settings import PrivateStorageSettings


class CoreSettings(
    DatabaseSettings,
    PrivateStorageSettings,
    InterviewerSettings,
    JudgeSettings,
    DeliverySettings,
    MailSettings,
    OutboundSettings,
):
    """The engines' settings are the media server's, for `/config` to tell what it uses; letters and messages are
    ai-worker's.
    """

    # Signs access tokens.
    secret_key: StrongSecret
    access_token_lifetime: timedelta = timedelta(minutes=15)
    refresh_token_lifetime: timedelta = timedelta(days=14)
    # Two tabs that refresh at the same moment are not a theft: a token used this recently may be used once more.
    refresh_reuse_leeway: timedelta = timedelta(seconds=10)
    media_ticket_lifetime: timedelta = Field(timedelta(seconds=60), le=timedelta(seconds=60))

    # Days within which an organisation is to answer an objection, or a request that a person judges an interview.
    objection_days: Annotated[int, Field(ge=1, le=90)] = 14

    # What the recordings of one interview may take in object storage; 0: interviews are not recorded.
    recording_mebibytes: Annotated[int, Field(ge=0)] = 2048

    # Attempts an account, and an address, may make in a minute at signing in or up.
    sign_in_attempts_per_minute: Annotated[int, Field(ge=1)] = 20
    # The local demo runs on plain http: cookies then go without `Secure` and the `__Host-` prefix.
    demo_mode: bool = False
    # Origins of other hosts that may call the API, separated by commas; the front end it serves itself needs none.
    allowed_origins: str = ""
    # Addresses of reverse proxies whose forwarded headers are believed, separated by commas.
    trusted_proxies: str = "127.0.0.1"

    # Where browsers find the media server, while none has reported itself in Redis; a path means the same origin.
    media_url: str = "/media"
    # Origins of further media servers that pages may connect to, separated by commas; those behind paths of the
    # platform's own origin need none.
    media_origins: str = ""
    # Where this service itself reaches a media server, which hears and speaks for voice over HTTP; any of them will do.
    media_server_url: HttpUrl = HttpUrl("http://127.0.0.1:8080")
    ice_servers: list[dict[str, str | list[str]]] = []
    # The platform's own relays (turn:… or turns:…), separated by commas, and the secret that it shares with them: from
    # it, whoever is signed in gets credentials that end by themselves.
    turn_urls: str = ""
    turn_secret: StrongSecret | None = None
    turn_credential_lifetime: Annotated[timedelta, Field(gt=timedelta())] = timedelta(hours=1)
    # The built front end, where this service is to serve it.
    frontend_dist: Path | None = None

    @cached_property
    def origins(self) -> list[str]:
        return _listed(self.allowed_origins)

    @cached_property
    def media_addresses(self) -> list[str]:
        """Of every media server that a page may connect to."""
        return [self.media_url, *_listed(self.media_origins)]

    @property
    def relays(self) -> list[str]:
        return _listed(self.turn_urls)

    @model_validator(mode="after")
    def _refuse_relays_without_credentials(self) -> Self:
        if strange := [url for url in self.relays if not url.startswith(("turn:", "turns:"))]:
            raise ValueError(f"TURN_URLS lists addresses such as turn:example.org:3478?transport=udp, not {strange[0]}")
        if self.relays and self.turn_secret is None:
            raise ValueError("TURN_URLS needs TURN_SECRET, the secret of those relays: run make env")
        return self

    @property
    def recordings_are_kept(self) -> bool:
        return self.storage_url is not None and self.recording_mebibytes > 0

    @property
    def refresh_cookie(self) -> str:
        return "visavis_refresh" if self.demo_mode else "__Host-visavis_refresh"


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
