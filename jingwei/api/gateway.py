"""The mark by which the gate lets an address of the API pass, as `@page` is for pages."""

from collections.abc import Callable
from dataclasses import dataclass

from .endpoints import Endpoint
from .problems import Problem


@dataclass(frozen=True)
class AddressMark:
    """Like `gate.pages.PageMark`: `capability` is the first endpoint's; each endpoint checks its own."""

    endpoints: tuple[Endpoint, ...]

    @property
    def capability(self) -> str:
        return self.endpoints[0].capability

    @property
    def methods(self) -> tuple[str, ...]:
        return tuple(endpoint.method for endpoint in self.endpoints)


def marked(view: Callable, endpoints: tuple[Endpoint, ...]) -> Callable:
    """The view with its mark. Forged forms are the endpoints' own to refuse: programs with a token send no cookie."""
    mark = AddressMark(endpoints)

    def address(request, **arguments):
        if request.method not in mark.methods:
            return Problem("method-not-allowed", headers={"Allow": ", ".join(mark.methods)}).answer()
        return view(request, **arguments)

    address.page = mark
    address.csrf_exempt = True
    return address
