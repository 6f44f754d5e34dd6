"""Serves the built front end, where there is no Caddy to do it."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from contracts.errors import NotFound
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse
from runtime.http import install_errors

IMMUTABLE = {"Cache-Control": "public, max-age=31536000, immutable"}
NOT_INDEXED = {"X-Robots-Tag": "noindex"}
"""Of the page that shows reports to whoever has a link."""
OTHER_SERVICES = {"api", "media"}


def front_end_app(dist: Path, media_addresses: Sequence[str]) -> FastAPI:
    """An application to mount at `/`: the files of `dist`, and its page for every route of the front end's own."""
    root = dist.resolve()
    page_headers = {"Content-Security-Policy": _content_security_policy(media_addresses), "Cache-Control": "no-cache"}
    app = FastAPI(openapi_url=None)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    install_errors(app)

    @app.get("/{path:path}")
    async def front_end(path: str) -> FileResponse:
        first, _, _ = path.partition("/")
        file = (root / path).resolve()
        if first not in OTHER_SERVICES and file.is_relative_to(root) and file.is_file() and file.name != "index.html":
            return FileResponse(file, headers=IMMUTABLE if first == "assets" else None)
        if first in OTHER_SERVICES or "." in path.rpartition("/")[2] or not (root / "index.html").is_file():
            raise NotFound
        return FileResponse(root / "index.html", headers=page_headers | (NOT_INDEXED if path == "shared" else {}))

    return app


def _content_security_policy(media_addresses: Sequence[str]) -> str:
    servers = [urlsplit(address) for address in media_addresses]
    elsewhere = "".join(
        f" {server.scheme}://{server.netloc} ws://{server.netloc} wss://{server.netloc}"
        for server in servers
        if server.netloc
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"connect-src 'self'{elsewhere}",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "style-src 'self' 'unsafe-inline'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
