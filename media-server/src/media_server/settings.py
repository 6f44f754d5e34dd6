"""The media server's settings, read from its environment."""

import os
import re
import socket
from datetime import timedelta
from typing import Annotated

from engines.delivery.settings import DeliverySettings
from engines.settings import PlatformEngineSettings, SpeechCacheSettings
from pydantic import AfterValidator, Field, HttpUrl
from runtime.settings import ServiceSettings

from media_server.hearing.policy import TurnPolicy
from media_server.rtc.ice import AdvertisedAddress, PortRange, UdpPorts

PUBLIC_URL = re.compile(r"(https?://[^/\s]+)?(/[^/\s]+)+")


def public_url(value: str) -> str:
    """Without a closing slash. Raises ValueError for what is neither an address nor a path."""
    value = value.rstrip("/")
    if not PUBLIC_URL.fullmatch(value):
        raise ValueError("give an address such as https://example.org/media/{host}, or a path such as /media")
    return value


class MediaSettings(ServiceSettings, PlatformEngineSettings, SpeechCacheSettings, DeliverySettings):
    """What each part does is said beside it; names of variables are the field names in capitals."""

    # backend-core, as this service reaches it.
    backend_url: HttpUrl = HttpUrl("http://127.0.0.1:8000")
    # How long a turn is asked for again while backend-core does not answer.
    backend_patience: timedelta = timedelta(seconds=60)
    # Where browsers reach this server's /media: an address, or a path of the platform's own origin; {host} stands for
    # this machine's or container's name. The server then reports itself in Redis and backend-core leads interviews to
    # it by load. Not set, it reports nothing: the only server of its network, at backend-core's MEDIA_URL.
    media_public_url: Annotated[str, AfterValidator(public_url)] | None = None
    # Pages that may connect, comma separated; none means those of this server's own origin.
    allowed_origins: str = ""

    # The UDP ports of the candidates' media, and the address or name that reaches them where it is not the host's own.
    media_udp_ports: UdpPorts = PortRange(50000, 50050)
    media_advertised_address: AdvertisedAddress | None = None

    # Interviews at a time; each takes a core's third with a face to watch.
    max_sessions: Annotated[int, Field(ge=1)] = 8
    # Processes that look at faces; each keeps up with about five interviews on a core of its own.
    watching_processes: Annotated[int, Field(ge=1)] = max(1, (os.cpu_count() or 1) // 4)
    # From the offer until media flows.
    connect_deadline: timedelta = timedelta(seconds=15)
    # A peer that sends nothing at all (not even the reports every live one sends each few seconds) may be replaced by a
    # new connection after `quiet_after`, and is taken as gone after `vanished_after`.
    quiet_after: timedelta = timedelta(seconds=6)
    vanished_after: timedelta = timedelta(seconds=25)
    # The WebSocket's first message, the ticket.
    authenticate_deadline: timedelta = timedelta(seconds=5)
    # After the last word, for the browser to hear it out and hang up.
    farewell: timedelta = timedelta(seconds=5)

    # When an answer is over, as JSON, e.g. TURN_POLICY='{"silence_when_complete": 1.0}'.
    turn_policy: TurnPolicy = TurnPolicy()

    @property
    def origins(self) -> list[str]:
        return [origin.strip() for origin in self.allowed_origins.split(",") if origin.strip()]

    @property
    def own_public_url(self) -> str | None:
        return self.media_public_url.replace("{host}", socket.gethostname()) if self.media_public_url else None
