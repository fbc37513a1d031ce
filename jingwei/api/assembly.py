"""From the slices' endpoints to addresses that pass the gate."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import URLPattern
from django.utils import timezone
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from . import problems
from .endpoints import ENDPOINTS, Endpoint, Endpoints
from .gateway import marked

NAMESPACE = "api-v1"


class Encoder(NinjaJSONEncoder):
    """Every moment in the college's own zone, to the second."""

    def default(self, o):
        return timezone.localtime(o).isoformat(timespec="seconds") if isinstance(o, datetime) else super().default(o)


class Renderer(JSONRenderer):
    encoder_class = Encoder
    json_dumps_params = {"ensure_ascii": False}


def assemble(parts: Iterable[Endpoints], *, version: str, description: str) -> NinjaAPI:
    """One API of what the slices offer. It keeps no pages of its own."""
    api = NinjaAPI(
        title="Jingwei",
        version=version,
        description=description,
        urls_namespace=NAMESPACE,
        renderer=Renderer(),
        docs_url=None,
        openapi_url=None,
    )
    problems.install(api)
    for part in parts:
        api.add_router("", part.router)
    return api


def addresses(api: NinjaAPI) -> list[URLPattern]:
    """One address a path, marked for the gate with the endpoints that answer there."""
    by_route: dict[str, list[Endpoint]] = {}
    patterns = [pattern for pattern in api.urls[0] if pattern.name in ENDPOINTS]
    for pattern in patterns:
        by_route.setdefault(str(pattern.pattern), []).append(ENDPOINTS[pattern.name])
    return [
        URLPattern(pattern.pattern, marked(pattern.callback, tuple(by_route[str(pattern.pattern)])), name=pattern.name)
        for pattern in patterns
    ]
