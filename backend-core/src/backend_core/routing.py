"""Which router a request's path belongs to."""

from functools import cached_property

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

PREFIX = "/api"


class AreaRouter(APIRouter):
    """Is asked for paths alone that begin as one of its own does: FastAPI would match a path with the routes of one
    router after the other, twice, which took longer than a short answer.
    """

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset(_beginning(route.path) for route in self.routes if isinstance(route, APIRoute))

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if _beginning(scope["path"].removeprefix(PREFIX)) not in self._beginnings:
            return Match.NONE, {}
        return super().matches(scope)


def _beginning(path: str) -> str:
    return path.split("/", 2)[1] if "/" in path else path
