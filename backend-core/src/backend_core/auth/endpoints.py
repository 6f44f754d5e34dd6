"""`/register`, `/token`, `/logout`, `/password`, `/users/me`, `/users/me/second-factor`."""

from http import HTTPStatus
from typing import Annotated

from contracts.base import is_storable
from contracts.errors import FieldProblem, InvalidInput, NotSignedIn, SessionExpired
from fastapi import Depends, Form, Request, Response
from fastapi.security import OAuth2PasswordRequestForm
from limits import RateLimitItemPerHour
from persistence.database import run_sync
from persistence.people import consents
from runtime.http import request_language

from backend_core.auth import password_resets, second_factor, service
from backend_core.auth.passwords import require_password
from backend_core.auth.rate_limits import RateLimiter, count_attempt
from backend_core.auth.schemas import (
    AccessToken,
    Code,
    ConsentDecision,
    ConsentOut,
    ForgottenPassword,
    NewPassword,
    NewSecondFactor,
    PasswordAgain,
    ProfileChange,
    RecoveryCodes,
    Registration,
    SecondFactorCode,
    SecondFactorEnd,
    SecondFactorState,
    UserOut,
)
from backend_core.dependencies import CurrentUser, DatabaseDep, SessionDep, Settings
from backend_core.routing import AreaRouter
from backend_core.settings import CoreSettings

router = AreaRouter(tags=["sign-in"])

LETTERS = RateLimitItemPerHour(5)
"""Links for a new password that an address may be sent, by whomever."""
CODES = RateLimitItemPerHour(20)
"""Codes of a second factor that may be tried on an account: of a million, three are right at any moment."""


async def sign_in_form(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> OAuth2PasswordRequestForm:
    """Raises `InvalidInput`."""
    given = {"username": form.username, "password": form.password}
    if wrong := {name: FieldProblem("character") for name, text in given.items() if not is_storable(text)}:
        raise InvalidInput(fields=wrong)
    return form


SignInForm = Annotated[OAuth2PasswordRequestForm, Depends(sign_in_form)]


@router.post("/register", status_code=HTTPStatus.CREATED)
async def register(request: Request, registration: Registration, session: SessionDep) -> UserOut:
    """Create a candidate's account."""
    await count_attempt(request, "register", registration.email)
    return UserOut.model_validate(await service.register(session, registration))


@router.post("/token")
async def sign_in(
    request: Request,
    response: Response,
    form: SignInForm,
    *,
    session: SessionDep,
    settings: Settings,
    code: Annotated[Code | None, Form()] = None,
) -> AccessToken:
    """Sign in with e-mail address (`username`), password, and where there is a second factor its `code`. The refresh
    token goes into a cookie.
    """
    await count_attempt(request, "sign-in", form.username)
    if code is not None:
        await _count_code(request, form.username)
    signed_in = await service.sign_in(session, form.username, form.password, code, settings)
    return _grant(response, signed_in, settings)


@router.post("/token/refresh")
async def refresh(request: Request, response: Response, database: DatabaseDep, settings: Settings) -> AccessToken:
    """A new access token for the refresh token in the cookie, which is replaced."""
    token = request.cookies.get(settings.refresh_cookie)
    if token is None:
        raise NotSignedIn
    async with database.transaction() as session:
        signed_in = await service.refresh(session, token, settings)
    if signed_in is None:
        raise SessionExpired
    return _grant(response, signed_in, settings)


@router.post("/logout", status_code=HTTPStatus.NO_CONTENT)
async def sign_out(request: Request, response: Response, session: SessionDep, settings: Settings) -> None:
    """End this browser's session."""
    token = request.cookies.get(settings.refresh_cookie)
    if token is not None:
        await service.sign_out(session, token)
    response.delete_cookie(
        settings.refresh_cookie, path="/", secure=not settings.demo_mode, httponly=True, samesite="strict"
    )


@router.post("/password/forgot", status_code=HTTPStatus.ACCEPTED)
async def forget_password(
    request: Request, forgotten: ForgottenPassword, session: SessionDep, settings: Settings
) -> None:
    """Send a link for a new password to the address, if somebody has signed up with it; the answer does not tell."""
    settings.require_mail()
    await count_attempt(request, "forgot-password", forgotten.email)
    limiter: RateLimiter = request.app.state.rate_limiter
    await limiter.count("password-letter", f"account:{forgotten.email}", limit=LETTERS)
    await password_resets.send_link(session, forgotten.email, request_language(request))


@router.post("/password/reset", status_code=HTTPStatus.NO_CONTENT)
async def reset_password(request: Request, chosen: NewPassword, session: SessionDep) -> None:
    """Set a new password by a link's token, and end every session of the account."""
    await count_attempt(request, "reset-password")
    await password_resets.choose_password(session, chosen.token, chosen.password)


@router.get("/users/me")
async def read_me(user: CurrentUser) -> UserOut:
    return UserOut.model_validate(user)


@router.patch("/users/me")
async def change_me(change: ProfileChange, user: CurrentUser) -> UserOut:
    """Change the name, or how the interviewer speaks and listens."""
    service.change_profile(user, change)
    return UserOut.model_validate(user)


@router.get("/users/me/second-factor")
async def read_second_factor(user: CurrentUser, session: SessionDep) -> SecondFactorState:
    """Whether sign-in asks for a code beside the password."""
    return await second_factor.state_of(session, user)


@router.post("/users/me/second-factor")
async def begin_second_factor(
    request: Request, confirmation: PasswordAgain, *, user: CurrentUser, session: SessionDep, settings: Settings
) -> NewSecondFactor:
    """A secret for an authenticator app; nothing changes until a code of it comes back."""
    await count_attempt(request, "begin-second-factor", user.id)
    await require_password(user, confirmation.password)
    return await second_factor.begin(session, user, settings.keyring())


@router.post("/users/me/second-factor/confirm")
async def confirm_second_factor(
    request: Request, given: SecondFactorCode, *, user: CurrentUser, session: SessionDep, settings: Settings
) -> RecoveryCodes:
    """The app's first code: from now on sign-in asks for one."""
    await _count_code(request, user.email)
    return await second_factor.confirm(session, user, given.code, settings.keyring())


@router.delete("/users/me/second-factor", status_code=HTTPStatus.NO_CONTENT)
async def end_second_factor(
    request: Request, end: SecondFactorEnd, *, user: CurrentUser, session: SessionDep, settings: Settings
) -> None:
    """The password is enough again, where it is long enough."""
    await _count_code(request, user.email)
    await require_password(user, end.password)
    await second_factor.turn_off(session, user, end.password, end.code, settings.keyring())


@router.get("/users/me/consents")
async def read_consents(user: CurrentUser, session: SessionDep) -> list[ConsentOut]:
    """The latest decision on each purpose."""
    decided = await run_sync(session, consents.latest_consents, user.id)
    return [ConsentOut.model_validate(consent) for consent in decided]


@router.post("/users/me/consents")
async def decide_consent(decision: ConsentDecision, user: CurrentUser, session: SessionDep) -> ConsentOut:
    """Give or withdraw consent to one purpose. Recordings, and what was estimated of expressions, go with theirs."""
    consent = await service.decide_consent(session, user, decision.purpose, decision.granted)
    return ConsentOut.model_validate(consent)


async def _count_code(request: Request, email: str) -> None:
    """Raises `TooManyRequests`."""
    limiter: RateLimiter = request.app.state.rate_limiter
    await limiter.count("second-factor", f"account:{email.strip()}", limit=CODES)


def _grant(response: Response, signed_in: service.SignedIn, settings: CoreSettings) -> AccessToken:
    response.set_cookie(
        settings.refresh_cookie,
        signed_in.refresh_token,
        max_age=int(settings.refresh_token_lifetime.total_seconds()),
        path="/",
        secure=not settings.demo_mode,
        httponly=True,
        samesite="strict",
    )
    response.headers["Cache-Control"] = "no-store"
    return AccessToken(
        access_token=signed_in.access_token, expires_in=int(settings.access_token_lifetime.total_seconds())
    )
