"""Prints the API's description, the source of the TypeScript client: `python -m backend_core.openapi`.

What browsers meet outside of the API's own responses stands in it as well: the events of a stream, and the messages of
the media server's WebSocket.
"""

import json
import secrets
from typing import Any

from contracts.events import Event
from contracts.live import Answer, ClientMessage, Offer, ServerMessage
from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

from backend_core.events.endpoints import Snapshot
from backend_core.main import create_app
from backend_core.recruiting.live.schemas import LiveEvent, LiveSnapshot
from backend_core.settings import CoreSettings

REF = "#/components/schemas/{model}"


def describe_api() -> dict[str, Any]:
    """The OpenAPI document; it needs no database and no real secrets."""
    settings = CoreSettings.model_validate(
        {
            "database_url": "postgresql://nobody@localhost/none",
            "redis_url": "redis://localhost",
            "service_token": secrets.token_urlsafe(48),
            "secret_key": secrets.token_urlsafe(48),
            "storage_key": secrets.token_urlsafe(48),
        }
    )
    document = create_app(settings).openapi()
    # What services send and a browser receives, like a delivery sample, stands as the browser has it: with every field.
    document["components"]["schemas"] |= _schemas_beside_the_api()
    return document


def _schemas_beside_the_api() -> dict[str, Any]:
    _, definitions = models_json_schema(
        [
            (Event, "serialization"),
            (Snapshot, "serialization"),
            (LiveSnapshot, "serialization"),
            (LiveEvent, "serialization"),
            (Offer, "validation"),
            (Answer, "serialization"),
        ],
        ref_template=REF,
    )
    found: dict[str, Any] = dict(definitions["$defs"])
    messages = {
        "ServerMessage": TypeAdapter[ServerMessage](ServerMessage).json_schema(ref_template=REF, mode="serialization"),
        "ClientMessage": TypeAdapter[ClientMessage](ClientMessage).json_schema(ref_template=REF),
    }
    for name, schema in messages.items():
        found |= schema.pop("$defs")
        found[name] = schema
    return found


if __name__ == "__main__":
    print(json.dumps(describe_api(), indent=2, ensure_ascii=False, sort_keys=True))
