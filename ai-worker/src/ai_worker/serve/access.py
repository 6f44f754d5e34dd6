"""Who may use the model server: whoever shows `SERVICE_TOKEN`; where there is none, this machine alone."""

from ipaddress import ip_address

from contracts.errors import LocalOnly, NotSignedIn
from runtime.requests import bearer_token, is_secret
from starlette.requests import HTTPConnection

from ai_worker.serve.services import services_of


async def require_token(connection: HTTPConnection) -> None:
    """Raises `NotSignedIn`, and `LocalOnly` where no token is set and the caller is elsewhere."""
    token = services_of(connection).settings.service_token
    if token is None:
        if not _is_local(connection):
            raise LocalOnly
        return
    shown = bearer_token(connection)
    if shown is None or not is_secret(shown, token):
        raise NotSignedIn


def _is_local(connection: HTTPConnection) -> bool:
    try:
        return connection.client is not None and ip_address(connection.client.host).is_loopback
    except ValueError:
        return False
