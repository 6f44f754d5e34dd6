"""What sign-in, accounts and consents receive and return."""

from datetime import datetime
from typing import Annotated, Literal

from contracts.base import ConsentPurpose, Contract, Id, Role
from contracts.preferences import Preferences
from pydantic import ConfigDict, StrictBool, StringConstraints

from backend_core.addresses import Email

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Username = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=64, pattern=r"^[\w.\-]+$")]
Password = Annotated[str, StringConstraints(min_length=1, max_length=256)]


class LinkToken(Contract):
    """The fragment of a link's address; in the body, for addresses stand in logs."""

    token: Annotated[str, StringConstraints(min_length=20, max_length=200, pattern=r"^[\w-]+$")]


class Registration(Contract):
    """Candidates register themselves; other roles join by invitation."""

    email: Email
    username: Username
    password: Password
    full_name: Name


class ForgottenPassword(Contract):
    """`email` is taken as it is: an address that nobody has gets the same answer."""

    email: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=254)]


class NewPassword(Contract):
    """`token` is the fragment of the link's address."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    password: Password


class PasswordAgain(Contract):
    """Asked for before what whoever finds a browser signed in must not do."""

    password: Password


class SecondFactorState(Contract):
    is_on: bool
    recovery_codes_left: int


class NewSecondFactor(Contract):
    """What an authenticator app is given: `uri` as a picture, or `secret` by hand. Shown this once."""

    secret: str
    uri: str


Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
"""Six digits of an app, or one to recover with."""


class SecondFactorCode(Contract):
    code: Code


class SecondFactorEnd(PasswordAgain, SecondFactorCode):
    pass


class RecoveryCodes(Contract):
    """Each works once in the place of the app's. Shown this once."""

    codes: list[str]


class UserOut(Contract):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: Id
    email: str
    username: str
    role: Role
    full_name: str
    preferences: Preferences
    created_at: datetime


class ProfileChange(Contract):
    """What is left out, at any depth, stays as it is."""

    full_name: Name | None = None
    preferences: Preferences = Preferences()


class AccessToken(Contract):
    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the type's name, no secret
    expires_in: int
    """Seconds."""


class ConsentDecision(Contract):
    purpose: ConsentPurpose
    granted: StrictBool


class ConsentOut(ConsentDecision):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    version: str
    decided_at: datetime
