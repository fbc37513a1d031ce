"""The OpenAPI description, laid out for the reference page."""

from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    required: bool
    note: str


@dataclass(frozen=True)
class Entry:
    """One endpoint, as the page shows it."""

    name: str
    method: str
    path: str
    summary: str
    text: str
    capability: str
    scope: str
    asks: list[Field]
    body: list[Field]
    status: str
    answer: str
    answers: list[Field]


def chapters(description: dict) -> list[tuple[str, list[Entry]]]:
    """(slice, its endpoints), in the order of the description."""
    entries = [
        (operation["tags"][0], _entry(description, path, method, operation))
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    return [(tag, [entry for _tag, entry in found]) for tag, found in groupby(entries, key=lambda entry: entry[0])]


def _entry(description: dict, path: str, method: str, operation: dict) -> Entry:
    status, success = next(iter(operation["responses"].items()))
    kind, answer = next(iter(success["content"].items()))
    sent = next(iter(operation.get("requestBody", {}).get("content", {}).values()), None)
    return Entry(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        text=operation.get("description", ""),
        capability=operation["x-capability"],
        scope=operation["security"][0]["token"][0],
        asks=[
            Field(f"{row['name']} ({row['in']})", _kind(row["schema"]), row.get("required", False), _note(row))
            for row in operation.get("parameters", [])
        ],
        body=_fields(description, sent["schema"]) if sent else [],
        status=status,
        answer=_kind(answer["schema"]) if kind == "application/json" else kind,
        answers=_fields(description, answer["schema"]),
    )


def _fields(description: dict, schema: dict) -> list[Field]:
    schema = _resolved(description, schema.get("items", schema))
    required = schema.get("required", [])
    return [
        Field(name, _kind(part), name in required, part.get("description", ""))
        for name, part in schema.get("properties", {}).items()
    ]


def _resolved(description: dict, schema: dict) -> dict:
    name = schema.get("$ref", "").rpartition("/")[2]
    return description["components"]["schemas"][name] if name else schema


def _kind(schema: dict) -> str:
    """A schema in a word or two: integer, array of CaseCard, string or null."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(part) for part in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"array of {_kind(schema['items'])}"
    return schema.get("format") or schema.get("type", "any")


def _note(parameter: dict) -> str:
    return parameter.get("description") or parameter["schema"].get("description", "")
