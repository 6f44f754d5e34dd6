"""Requests to addresses that somebody typed in: not to the platform's own network, and not for longer than allowed.

A name is looked up once, its addresses are looked at, and the connection goes to one of exactly these: a name that
leads elsewhere a moment later gains nothing. Redirects are answers like any other.
"""

import ipaddress
import socket
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit

import httpcore
from contracts.errors import AddressRefused, ReceiverUnavailable

from runtime.settings import Settings

NAT64 = ipaddress.ip_network("64:ff9b::/96")
UNICAST = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given to the internet: elsewhere lie addresses that networks translate among themselves."""
NOWHERE = (ipaddress.ip_network("192.88.99.0/24"), ipaddress.ip_network("3fff::/20"))
"""Given out as well, and to nobody: RFC 7526, RFC 9637."""


class OutboundSettings(Settings):
    # Let organisations have messages sent to private addresses and over plain http: for the local platform, and for
    # receivers in the operator's own network.
    webhooks_private: bool = False


def check_address(url: str, *, private: bool) -> None:
    """Blocks while the name is looked up. Raises `AddressRefused`, also for a name that leads nowhere."""
    try:
        parts = urlsplit(url)
        if (
            not parts.hostname
            or "@" in parts.netloc
            or parts.scheme not in ({"https", "http"} if private else {"https"})
        ):
            raise AddressRefused
        _addresses(parts.hostname, parts.port or 443, private=private)
    except (OSError, ValueError) as error:
        raise AddressRefused from error


def post(url: str, body: bytes, headers: Mapping[str, str], *, private: bool, within: timedelta) -> int:
    """The status that `url` answers with; its body is left unread. Blocks for `within` at most.

    Raises `AddressRefused` and `ReceiverUnavailable`.
    """
    network = _Network(private=private, until=time.monotonic() + within.total_seconds())
    timeout = dict.fromkeys(("connect", "read", "write", "pool"), within.total_seconds())
    try:
        with (
            httpcore.ConnectionPool(network_backend=network) as pool,
            pool.stream(
                "POST",
                url,
                headers=list(headers.items()),
                content=body,
                extensions={"timeout": timeout},
            ) as response,
        ):
            return response.status
    except httpcore.TimeoutException as error:
        raise ReceiverUnavailable(reason="timeout") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, UnicodeError) as error:
        raise ReceiverUnavailable(reason="no_connection") from error


class _Network(httpcore.NetworkBackend):
    """Connects to addresses that were looked at, and gives up at `until` however busy the line is."""

    def __init__(self, *, private: bool, until: float) -> None:
        self._private = private
        self._until = until
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        *others, last = _addresses(host, port, private=self._private)
        for address in others:
            with suppress(httpcore.ConnectError):
                return self._connected(address, port, timeout, local_address, socket_options)
        return self._connected(last, port, timeout, local_address, socket_options)

    def _connected(self, address: str, port: int, timeout: float | None, *options: Any) -> httpcore.NetworkStream:
        stream = self._sockets.connect_tcp(address, port, _left(self._until, timeout), *options)
        return _Stream(stream, self._until)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _left(self._until, timeout)), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float, timeout: float | None) -> float:
    """Raises `httpcore.ReadTimeout` once there is no time left."""
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if timeout is None else min(left, timeout)


def _addresses(host: str, port: int, *, private: bool) -> list[str]:
    """Raises `AddressRefused` where any of them is none that the internet reaches, and `OSError`."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not private and not all(_is_public(ipaddress.ip_address(address.split("%")[0])) for address in found):
        raise AddressRefused
    return found


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
        if address not in UNICAST:
            return False
    return address.is_global and not address.is_multicast and not any(address in network for network in NOWHERE)
