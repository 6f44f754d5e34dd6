"""Serves the built front end, where there is no Caddy to do it."""

from pathlib import Path
from urllib.parse import urlsplit

from contracts.errors import NotFound
from fastapi import FastAPI
from fastapi.responses import FileResponse

IMMUTABLE = {"Cache-Control": "public, max-age=31536000, immutable"}


def serve_front_end(app: FastAPI, dist: Path, media_url: str) -> None:
    """Serve files of `dist`, and its page for every address that belongs to the front end's own routes."""
    root = dist.resolve()
    page_headers = {"Content-Security-Policy": _content_security_policy(media_url), "Cache-Control": "no-cache"}

    @app.get("/{path:path}", include_in_schema=False)
    async def front_end(path: str) -> FileResponse:
        if path.split("/", 1)[0] in {"api", "media"}:
            raise NotFound
        file = (root / path).resolve()
        if file.is_relative_to(root) and file.is_file() and file.name != "index.html":
            return FileResponse(file, headers=IMMUTABLE if path.startswith("assets/") else None)
        if "." in path.rsplit("/", 1)[-1] or not (root / "index.html").is_file():
            raise NotFound
        return FileResponse(root / "index.html", headers=page_headers)


def _content_security_policy(media_url: str) -> str:
    media = urlsplit(media_url)
    origin = f" {media.scheme}://{media.netloc} ws://{media.netloc} wss://{media.netloc}" if media.netloc else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"connect-src 'self'{origin}",
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
