"""What another service of the platform has answered."""

import httpx
from contracts.errors import ErrorBody, Unavailable, VisavisError
from pydantic import ValidationError


def raise_for_error(response: httpx.Response) -> None:
    """Raise the error that a read response carries, in the words of whoever answered."""
    if not response.is_error:
        return
    try:
        error = VisavisError.from_body(ErrorBody.model_validate_json(response.content))
    except ValidationError:
        error = VisavisError()
    # A gateway's 502, or a failure that the service itself did not expect, may pass: both are worth another try.
    if response.status_code >= 500 and not isinstance(error, Unavailable):
        raise Unavailable(retry_after=error.retry_after)
    raise error
