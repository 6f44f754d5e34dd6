"""What a server of engines holds, asked over HTTP."""

from datetime import timedelta

import httpx
import structlog
from contracts.base import Language
from contracts.errors import EngineFailed
from pydantic import BaseModel, ValidationError

from engines.settings import REMOTE, Server

log = structlog.get_logger(__name__)

TIMEOUT = httpx.Timeout(30.0, connect=3.0)
LOOK_TIMEOUT = timedelta(seconds=3)


class Held(BaseModel):
    """An entry of `/v1/models`. Only model servers say more than its id (`contracts.model_server.HeldModel`)."""

    id: str
    task: str | None = None
    languages: list[Language] | None = None
    voices: dict[Language, list[str]] | None = None

    @property
    def name(self) -> str:
        """As transcripts and pages name it: an engine, and that it runs elsewhere."""
        return f"{REMOTE}/{self.id}"

    def knows(self, language: Language) -> bool:
        return self.languages is None or language in self.languages

    def voices_in(self, language: Language) -> tuple[str, ...]:
        return tuple((self.voices or {}).get(language, ()))


class _Models(BaseModel):
    data: list[Held]


def client_of(server: Server) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {server.token}"} if server.token else {}
    return httpx.AsyncClient(base_url=server.url, headers=headers, timeout=TIMEOUT, trust_env=False)


async def held_for(http: httpx.AsyncClient, task: str) -> Held | None:
    """What the server holds for `task`; None where it does not say. Raises `EngineFailed` where it does not answer."""
    try:
        response = await http.get("/v1/models", timeout=LOOK_TIMEOUT.total_seconds())
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        models = _Models.model_validate_json(response.raise_for_status().content)
    except (httpx.HTTPError, ValidationError) as error:
        log.warning("the model server does not say what it holds", error=type(error).__name__)
        raise EngineFailed(engine=REMOTE) from error
    return next((held for held in models.data if held.task == task), None)
