"""Prints the API's description, the source of the TypeScript client: `python -m backend_core.openapi`."""

import json
import secrets

from backend_core.main import create_app
from backend_core.settings import CoreSettings


def describe_api() -> dict[str, object]:
    """The OpenAPI document; it needs no database and no real secrets."""
    settings = CoreSettings.model_validate(
        {
            "database_url": "postgresql://nobody@localhost/none",
            "redis_url": "redis://localhost",
            "service_token": secrets.token_urlsafe(48),
            "secret_key": secrets.token_urlsafe(48),
        }
    )
    return create_app(settings).openapi()


if __name__ == "__main__":
    print(json.dumps(describe_api(), indent=2, ensure_ascii=False, sort_keys=True))
