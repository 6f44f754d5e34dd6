"""`/register`, `/token`, `/logout`, `/password`, `/users/me`."""

from http import HTTPStatus
from typing import Annotated

from contracts.base import ConsentPurpose, is_storable
from contracts.errors import FieldProblem, InvalidInput, NotSignedIn, SessionExpired
from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import OAuth2PasswordRequestForm
from limits import RateLimitItemPerHour
from persistence import consents
from persistence.database import run_sync
from runtime.http import request_language

from backend_core.auth import password_resets, service
from backend_core.auth.rate_limits import RateLimiter, count_attempt
from backend_core.auth.schemas import (
    AccessToken,
    ConsentDecision,
    ConsentOut,
    ForgottenPassword,
    NewPassword,
    ProfileChange,
    Registration,
    UserOut,
)
from backend_core.delivery.service import forget_expressions
from backend_core.dependencies import CurrentUser, DatabaseDep, Settings, Transaction
from backend_core.settings import CoreSettings

router = APIRouter(tags=["sign-in"])

LETTERS = RateLimitItemPerHour(5)
"""Links for a new password that an address may be sent, by whomever."""


async def sign_in_form(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> OAuth2PasswordRequestForm:
    """Raises `InvalidInput`."""
    given = {"username": form.username, "password": form.password}
    if wrong := {name: FieldProblem("character") for name, text in given.items() if not is_storable(text)}:
        raise InvalidInput(fields=wrong)
    return form


SignInForm = Annotated[OAuth2PasswordRequestForm, Depends(sign_in_form)]


@router.post("/register", status_code=HTTPStatus.CREATED)
async def register(request: Request, registration: Registration, session: Transaction) -> UserOut:
    """Create a candidate's account."""
    await count_attempt(request, "register", registration.email)
    return UserOut.model_validate(await service.register(session, registration))


@router.post("/token")
async def sign_in(
    request: Request,
    response: Response,
    form: SignInForm,
    session: Transaction,
    settings: Settings,
) -> AccessToken:
    """Sign in with e-mail address (`username`) and password. The refresh token goes into a cookie."""
    await count_attempt(request, "sign-in", form.username)
    signed_in = await service.sign_in(session, form.username, form.password, settings)
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
async def sign_out(request: Request, response: Response, session: Transaction, settings: Settings) -> None:
    """End this browser's session."""
    token = request.cookies.get(settings.refresh_cookie)
    if token is not None:
        await service.sign_out(session, token)
    response.delete_cookie(
        settings.refresh_cookie, path="/", secure=not settings.demo_mode, httponly=True, samesite="strict"
    )


@router.post("/password/forgot", status_code=HTTPStatus.ACCEPTED)
async def forget_password(
    request: Request, forgotten: ForgottenPassword, session: Transaction, settings: Settings
) -> None:
    """Send a link for a new password to the address, if somebody has signed up with it; the answer does not tell."""
    settings.require_mail()
    await count_attempt(request, "forgot-password", forgotten.email)
    limiter: RateLimiter = request.app.state.rate_limiter
    await limiter.count("password-letter", f"account:{forgotten.email}", limit=LETTERS)
    await password_resets.send_link(session, forgotten.email, request_language(request))


@router.post("/password/reset", status_code=HTTPStatus.NO_CONTENT)
async def reset_password(request: Request, chosen: NewPassword, session: Transaction) -> None:
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


@router.get("/users/me/consents")
async def read_consents(user: CurrentUser, session: Transaction) -> list[ConsentOut]:
    """The latest decision on each purpose."""
    decided = await run_sync(session, consents.latest_consents, user.id)
    return [ConsentOut.model_validate(consent) for consent in decided]


@router.post("/users/me/consents")
async def decide_consent(decision: ConsentDecision, user: CurrentUser, session: Transaction) -> ConsentOut:
    """Give or withdraw consent to one purpose. What was estimated of expressions goes with the consent to it."""
    consent = await service.decide_consent(session, user, decision.purpose, decision.granted)
    if decision.purpose is ConsentPurpose.EXPRESSION and not decision.granted:
        await forget_expressions(session, user.id)
    return ConsentOut.model_validate(consent)


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
