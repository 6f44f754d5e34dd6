"""Media servers in Redis: each reports itself there, and backend-core leads interviews to them."""

from typing import Annotated

from pydantic import Field

from contracts.base import Contract, Id

SERVERS_KEY = "visavis:media:servers"
"""A set of server ids. One whose report has expired is gone."""
REPORT_PREFIX = "visavis:media:server:"
"""Of the key of a server's report, as JSON; its id follows."""
REPORT_SECONDS = 2.0
EXPIRY_SECONDS = 6
"""A killed server gets no more candidates after this."""
HANG_UP_SECONDS = 10
"""A call that begins after this long has begun with what its candidate consents to now."""


def hang_up_key(interview_id: Id) -> str:
    """Of the key that tells the server with that interview's session, or that candidate's training, to end it: with
    its next report, and once. Its candidate's page comes back with what is consented to then.
    """
    return f"visavis:media:hang-up:{interview_id}"


class MediaServerReport(Contract):
    """What a media server says of itself, every `REPORT_SECONDS`."""

    url: str
    """Where browsers reach its `/media`: an address, or a path of the platform's own origin."""
    capacity: Annotated[int, Field(ge=1)]
    interviews: list[Id]
    """Those with an open session."""
