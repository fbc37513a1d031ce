"""The OpenAPI description: ninja's of the shapes, and what holds for every endpoint, said once."""

from django.utils import translation
from ninja import NinjaAPI

from . import keys
from .endpoints import ENDPOINTS, Endpoint
from .models import TokenScope
from .problems import KINDS, MEDIA_TYPE

PREFIX = "/api/v1"
ALWAYS = (401, 403, 404, 405, 422, 429, 500)
TO_WRITES = (400, 409, 413, 415)
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "A refusal, as RFC 9457 has it. `detail` is said in the caller's language.",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "description": "Which kind of refusal, with the place that explains it."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["place", "field", "detail"],
                "properties": {
                    "place": {"type": "string", "description": "body, query, path, form or file"},
                    "field": {"type": "string", "description": "The dotted name; empty for the whole."},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
KEY = {
    "name": keys.HEADER,
    "in": "header",
    "required": True,
    "description": "Made by the caller, a new one for each act; sent again with the same act it changes nothing.",
    "schema": {"type": "string", "pattern": r"^[!-~]{8,100}$"},
}
SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "A personal token."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "A page's own; __Host-sessionid over https.",
    },
}


def openapi(api: NinjaAPI) -> dict:
    """The whole description, in English, as it is served and kept in docs/api/openapi.json."""
    with translation.override("en"):
        schema = dict(api.get_openapi_schema(path_prefix=f"{PREFIX}/"))
        components = schema["components"] = {**schema.get("components", {})}
        components["schemas"] = dict(sorted({**components.get("schemas", {}), "Problem": PROBLEM}.items()))
        components["responses"] = {f"Problem{status}": _response(status) for status in sorted({*ALWAYS, *TO_WRITES})}
        components["securitySchemes"] = SECURITY
        schema["paths"] = _in_order(schema["paths"])
        for operations in schema["paths"].values():
            for operation in operations.values():
                _complete(operation, ENDPOINTS[operation["operationId"]])
    return schema


def _in_order(paths: dict) -> dict:
    """Slice by slice, and each by its addresses."""
    tags = [next(iter(operations.values()))["tags"][0] for operations in paths.values()]
    place = {tag: number for number, tag in enumerate(dict.fromkeys(tags))}
    order = sorted(zip(tags, paths, strict=True), key=lambda pair: (place[pair[0]], pair[1]))
    return {path: paths[path] for _tag, path in order}


def _complete(operation: dict, endpoint: Endpoint) -> None:
    operation["security"] = [{"token": [endpoint.scope]}, {"session": []}]
    operation["x-capability"] = endpoint.capability
    if operation["description"].startswith(operation["summary"]):
        del operation["description"]  # ninja repeats it where there is no more to say
    statuses = ALWAYS if endpoint.is_read else sorted({*ALWAYS, *TO_WRITES})
    operation["responses"] = {
        **{str(status): answer for status, answer in operation["responses"].items()},
        **{str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in statuses},
    }
    if not endpoint.is_read:
        operation["parameters"] = [*operation.get("parameters", []), KEY]


def _response(status: int) -> dict:
    kinds = [f"`{code}`: {kind.meaning}" for code, kind in KINDS.items() if kind.status == status]
    return {
        "description": " ".join(kinds),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def scopes() -> dict[str, str]:
    return {scope.value: str(scope.label) for scope in TokenScope}
