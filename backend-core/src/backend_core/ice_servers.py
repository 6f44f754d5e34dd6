"""STUN and TURN servers for a browser, with credentials of its own for the relays that are the platform's.

The credentials are those of "A REST API For Access To TURN Services" (draft-uberti-behave-turn-rest-00), which coturn
checks with `use-auth-secret`: the user name is when they end, the password an HMAC of it. Nothing is kept of them.
"""

import base64
import hashlib
import hmac
import time
from typing import TypeAlias

from backend_core.settings import CoreSettings

IceServer: TypeAlias = dict[str, str | list[str]]
"""As `RTCPeerConnection` takes it."""


def ice_servers_for(settings: CoreSettings, user_id: str | None) -> list[IceServer]:
    """Those of the settings and, for somebody signed in, the relays: a relay is nothing for passers-by."""
    if user_id is None or settings.turn_secret is None or not settings.relays:
        return settings.ice_servers
    ends = int(time.time() + settings.turn_credential_lifetime.total_seconds())
    username = f"{ends}:{user_id}"
    key = settings.turn_secret.get_secret_value().encode()
    credential = base64.b64encode(hmac.new(key, username.encode(), hashlib.sha1).digest()).decode()
    return [*settings.ice_servers, {"urls": settings.relays, "username": username, "credential": credential}]
