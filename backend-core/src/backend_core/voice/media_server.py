"""The media server, as backend-core needs it: its ear and its voice."""

import httpx
from contracts.base import Language
from contracts.errors import Unavailable
from contracts.recordings import LONGEST_ANSWER, HeardAnswer, Saying
from runtime import correlation
from runtime.responses import raise_for_error

TIMEOUT = httpx.Timeout(connect=3, read=60, write=60, pool=5)
HEARING_TIMEOUT = httpx.Timeout(connect=3, read=LONGEST_ANSWER.total_seconds(), write=60, pool=5)
"""No recogniser that can be used at all is slower than the speaker."""


class MediaServer:
    """One connection pool with the service's credentials. Errors are those of `contracts.errors`."""

    def __init__(self, base_url: str, service_token: str) -> None:
        self._http = httpx.AsyncClient(
            base_url=f"{base_url.rstrip('/')}/speech/",
            headers={"Authorization": f"Bearer {service_token}"},
            timeout=TIMEOUT,
            # Of connecting, not of asking: several servers may stand behind one name.
            transport=httpx.AsyncHTTPTransport(retries=2),
            event_hooks={"request": [correlation.pass_on]},
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def hear(self, recording: bytes, language: Language, answer_in: Language) -> HeardAnswer:
        """What is said in a sound file. Asking again for the same one costs nothing while it is remembered there."""
        request = self._http.build_request(
            "POST",
            "recognise",
            params={"language": language},
            content=recording,
            headers={"Content-Type": "application/octet-stream", "Accept-Language": answer_in},
            timeout=HEARING_TIMEOUT,
        )
        return HeardAnswer.model_validate_json((await self._answer(request)).content)

    async def say(self, saying: Saying, answer_in: Language) -> httpx.Response:
        """The sound in the body, its type in the headers."""
        body = saying.model_dump(mode="json")
        request = self._http.build_request("POST", "synthesise", json=body, headers={"Accept-Language": answer_in})
        return await self._answer(request)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        try:
            response = await self._http.send(request)
        except httpx.TransportError as error:
            raise Unavailable from error
        raise_for_error(response)
        return response
