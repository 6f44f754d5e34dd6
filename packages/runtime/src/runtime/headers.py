"""What browsers are told with every answer: what a page may load and do, and who may show or keep an answer.

Caddy says the same of the pages that it serves; a test compares them.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(), geolocation=(), payment=(), usb=()",
}
"""Of every answer, whatever it is."""

NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The policy of what is no page: whatever an answer holds, a browser that shows it loads and runs nothing."""

DEFAULT_HEADERS = {"Content-Security-Policy": NO_PAGE, "Cache-Control": "no-store"}
"""Of answers that do not say otherwise: nearly all are about somebody."""


def page_policy(media_addresses: Iterable[str] = ()) -> str:
    """The front end's Content-Security-Policy; `media_addresses` are the media servers that are on another origin.

    Scripts come from files alone. Styles may stand in attributes: charts and popovers are placed by them.
    """
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
