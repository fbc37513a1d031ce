"""The mark every endpoint carries: what capability it needs, and what a token must be good for.

    endpoints = Endpoints("cases", scope="work")

    @endpoints.get("/cases/{int:case}", "cases.read", CaseOut)
    def case_show(request, case: Id): ...

Endpoints are looked up in `ENDPOINTS`; there is no other way to declare one, so none lacks its capability. The name of
an argument in the path says what kind of thing it names.
"""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from ninja import Router
from ninja.decorators import decorate_view
from ninja.responses import Status

from jingwei.gate.policy import capability as find_capability

from . import callers, keys
from .models import TokenScope
from .problems import REFUSALS, problem_of

ARGUMENT = re.compile(r"\{(?:\w+:)?(\w+)\}")
ENDPOINTS: dict[str, "Endpoint"] = {}


@dataclass(frozen=True)
class Endpoint:
    name: str  # case-show
    method: str
    path: str  # /cases/{int:case}
    capability: str
    scope: str  # a TokenScope
    takes: str  # the content type of the body; empty for reads

    @property
    def arguments(self) -> tuple[str, ...]:
        """The kinds of thing its path names, in order: ("plan", "room")."""
        return tuple(ARGUMENT.findall(self.path))

    @property
    def is_read(self) -> bool:
        return self.method == "GET"


class Endpoints:
    """What a slice offers. `scope` is what a token must be good for to write; reading is a scope of its own."""

    def __init__(self, tag: str, *, scope: str = TokenScope.WORK):
        self.router = Router(tags=[tag])
        self.scope = scope

    def get(self, path: str, capability: str, answers: Any, **more) -> Callable:
        return self._declare("GET", path, capability, answers, scope=TokenScope.READ, takes="", **more)

    def post(self, path: str, capability: str, answers: Any, *, scope: str = "", takes: str = keys.JSON, **more):
        return self._declare("POST", path, capability, answers, scope=scope or self.scope, takes=takes, **more)

    def put(self, path: str, capability: str, answers: Any, *, scope: str = "", takes: str = keys.JSON, **more):
        return self._declare("PUT", path, capability, answers, scope=scope or self.scope, takes=takes, **more)

    def _declare(self, method, path, capability, answers, *, scope, takes, status: int = 200, **more) -> Callable:
        find_capability(capability)  # raises LookupError where the table has no such row

        def decorate(view):
            endpoint = Endpoint(
                view.__name__.replace("_", "-"), method, path, capability, TokenScope(scope).value, takes
            )
            if ENDPOINTS.setdefault(endpoint.name, endpoint) != endpoint:
                raise ValueError(f"two endpoints are called {endpoint.name}")
            summary, _stop, rest = inspect.getdoc(view).replace("\n", " ").partition(". ")
            self.router.add_api_operation(
                path,
                [method],
                decorate_view(_door(endpoint))(_answering(view, status)),
                response={status: answers},
                summary=summary.rstrip("."),
                description=rest,
                operation_id=endpoint.name,
                url_name=endpoint.name,
                **more,
            )
            return view

        return decorate


def _answering(view: Callable, status: int) -> Callable:
    @wraps(view)
    def answering(request, **arguments):
        answer = view(request, **arguments)
        return answer if hasattr(answer, "status_code") else Status(status, answer)

    return answering


def _door(endpoint: Endpoint) -> Callable:
    """What stands before and behind every endpoint: who calls, what they may, once only, and nothing too close."""

    def decorate(run):
        @wraps(run)
        def door(request, **arguments):
            def effect():
                answer = run(request, **arguments)
                callers.refuse_too_close(request)
                return answer

            try:
                callers.identify(request)
                callers.restrain(request)
                callers.require(request, endpoint.capability, endpoint.scope)
                answer = effect() if endpoint.is_read else keys.once(request, endpoint.takes, effect)
            except REFUSALS as refusal:
                return problem_of(refusal).answer()
            answer["Cache-Control"] = "no-store"
            return answer

        return door

    return decorate
