"""Serves the built front end, where there is no Caddy to do it."""

from collections.abc import Sequence
from pathlib import Path

from contracts.errors import NotFound
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse
from runtime.headers import page_policy
from runtime.http import install_errors

IMMUTABLE = {"Cache-Control": "public, max-age=31536000, immutable"}
REVALIDATED = {"Cache-Control": "no-cache"}
NOT_INDEXED = {"X-Robots-Tag": "noindex"}
"""Of the page that shows reports to whoever has a link."""
OTHER_SERVICES = {"api", "media"}


def front_end_app(dist: Path, media_addresses: Sequence[str]) -> FastAPI:
    """An application to mount at `/`: the files of `dist`, and its page for every route of the front end's own."""
    root = dist.resolve()
    # Of scripts too: a worker's own answer says what it may load.
    policy = {"Content-Security-Policy": page_policy(media_addresses)}
    app = FastAPI(openapi_url=None)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    install_errors(app)

    @app.get("/{path:path}")
    async def front_end(path: str) -> FileResponse:
        first, _, _ = path.partition("/")
        file = (root / path).resolve()
        if first not in OTHER_SERVICES and file.is_relative_to(root) and file.is_file() and file.name != "index.html":
            return FileResponse(file, headers=policy | (IMMUTABLE if first == "assets" else REVALIDATED))
        if first in OTHER_SERVICES or "." in path.rpartition("/")[2] or not (root / "index.html").is_file():
            raise NotFound
        indexed = NOT_INDEXED if path == "shared" else {}
        return FileResponse(root / "index.html", headers=policy | REVALIDATED | indexed)

    return app
