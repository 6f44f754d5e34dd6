"""What the endpoints of the candidate's rights receive and return."""

from contracts.base import Contract

from backend_core.auth.schemas import Password


class AccountErasure(Contract):
    password: Password
    """Asked for again: nothing brings the account back."""
