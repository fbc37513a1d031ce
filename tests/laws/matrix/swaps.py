"""What a request carries besides its address: which of its fields name a row, and in which writing.

A field of a form, a link or a body that looks like an id and stands in neither table fails the build.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import Resolver404, resolve, reverse

from jingwei.grids.wishes import USUAL
from tests.journeys.turns import picture

from .forms import Form, Forms
from .relations import RELATIONS
from .routes import API, API_WORDS, MISSING, PARAMETERS, Chain
from .walk import Address, Walk, addresses, spread
from .world import ids

SCHEMA = json.loads((Path(__file__).resolve().parents[3] / "docs/api/openapi.json").read_text("utf-8"))
SENTENCE = "写得长一点，因为这一栏要求把事情的经过说清楚，二十个字以上"
LIKE_AN_ID = re.compile(r"(?:[a-z]+[-:])?\d+(?:-[a-z]+)?")


@dataclass(frozen=True)
class Names:
    """Rows that a field may name, and how it writes them. Whoever may do `capability` to a row may name it there.

    Without a capability only what the person's own page offers may be told from what never existed.
    """

    label: str
    capability: str = ""
    by: str = "pk"
    written: str = "{}"

    def values(self) -> dict[int, str]:
        rows = apps.get_model(self.label)._base_manager.order_by("pk").values_list("pk", self.by)
        return {pk: self.written.format(value) for pk, value in rows}

    def missing(self) -> str:
        if self.by == "pk":
            return self.written.format(MISSING)
        return re.sub(r"[0-9a-f]", "9", next(iter(self.values().values())))

    def of_another_type(self) -> list[str]:
        """Ids that are there, but of something else."""
        if self.by != "pk":
            return []
        others = {pk for label in ("people.Person", "cases.Case", "core.InboxMessage") for pk in ids(label)}
        return [self.written.format(pk) for pk in sorted(others - set(ids(self.label)))[-2:]]

    def theirs(self, walk: Walk, pk: int) -> bool:
        if not self.capability or walk.who is None:
            return False
        if self.label not in RELATIONS:
            return walk.world.facts.holds(walk.who, self.capability)
        return walk.world.facts.may(walk.who, self.capability, self.label, pk)


PLACES = "housing.read"
BUILDING, ROOM_CODE = Names("housing.Building", PLACES), Names("housing.Room", PLACES, by="place_code")
FLOOR, BRANCH = Names("housing.Floor", PLACES), Names("party.Branch", "party.read")
WHERE = (
    Names("housing.Room", "cases.place", written="room-{}"),
    Names("housing.Floor", "cases.report", written="floor-{}-corridor"),
    Names("housing.Building", PLACES, written="building-{}-outside"),
)
RECEIVER = (
    Names("cases.Desk", "cases.categories", written="desk:{}"),
    Names("housing.Building", PLACES, written="wardens:{}"),
    Names("people.Person", written="person:{}"),
)
POST = (
    Names("party.Branch", "gate.appoint", written="secretary:{}"),
    Names("housing.Building", "gate.appoint", written="warden:{}"),
    Names("cases.Desk", "gate.appoint", written="office:{}"),
)
KNOWN_PERSON = Names("people.Person", "people.read")
NUMBER = Names("people.Person", "people.read", by="number")
PHOTO = Names("cases.Photo", by="key", written="{}.jpg")
NAMES: dict[tuple[str, str], tuple[Names, ...]] = {
    ("cases:report", "room"): (ROOM_CODE,),
    ("cases:list", "building"): (BUILDING,),
    ("cases:report-details", "where"): WHERE,
    ("cases:similar", "where"): WHERE,
    ("cases:report-details", "submission_key"): (Names("cases.Case", "cases.report", by="submission_key"),),
    ("cases:step", "to"): RECEIVER,
    ("cases:step", "next_owner"): RECEIVER,
    ("cases:step", "into"): (Names("cases.Case", "cases.similar"),),
    ("cases:add-photo", "photo"): (PHOTO,),
    ("grids:exempt", "person"): (KNOWN_PERSON,),
    ("grids:mine", "building"): (BUILDING,),
    ("grids:plan", "building"): (BUILDING,),
    ("grids:plan-compare", "building"): (BUILDING,),
    ("grids:plan-compare-present", "building"): (BUILDING,),
    ("grids:plan-room", "person"): (KNOWN_PERSON,),
    ("people:list", "building"): (BUILDING,),
    ("people:list", "branch"): (BRANCH,),
    ("posts:new", "post"): POST,
    ("posts:new", "number"): (NUMBER,),
    ("privacy:delay-new", "number"): (Names("people.Person", "notices.delay", by="number"),),
    ("privacy:inquiry-new", "number"): (Names("people.Person", "inquiries.open", by="number"),),
    ("privacy:inquiry-new", "case"): (Names("cases.Case", "inquiries.open", by="number"),),
    ("privacy:export-new", "division"): (BUILDING,),
    ("sign_in:codes", "unit"): (
        Names("party.Branch", "codes.ask", written="branch:{}"),
        Names("housing.Building", "codes.ask", written="building:{}"),
    ),
    ("sign_in:codes", "numbers"): (NUMBER,),
    ("sign_in:codes", "number"): (NUMBER,),
    ("sign_in:recover", "number"): (NUMBER,),
    ("sign_in:recover", "person"): (KNOWN_PERSON,),
    ("sign_in:end-sessions", "number"): (Names("people.Person", "sessions.end", by="number"),),
    ("sign_in:end-sessions", "person"): (KNOWN_PERSON,),
    ("sign_in:enter", "number"): (Names("people.Person", by="number"),),
    ("api-v1:case-list", "building"): (BUILDING,),
    ("api-v1:case-report", "where"): WHERE,
    ("api-v1:case-dispatch", "to"): RECEIVER,
    ("api-v1:case-pass-on", "to"): RECEIVER,
    ("api-v1:case-return", "next_owner"): RECEIVER,
    ("api-v1:case-merge", "into"): (Names("cases.Case", "cases.similar"),),
    ("api-v1:report-places", "place_code"): (ROOM_CODE,),
    ("api-v1:report-preview", "where"): WHERE,
    ("api-v1:loom-stretch", "floor"): (FLOOR,),
    ("api-v1:loom-stretch", "branch"): (BRANCH,),
    ("api-v1:micro-grid-list", "building"): (BUILDING,),
    ("api-v1:micro-grid-list", "floor"): (FLOOR,),
    ("api-v1:room-list", "building"): (BUILDING,),
    ("api-v1:room-list", "floor"): (FLOOR,),
    ("api-v1:people-list", "building"): (BUILDING,),
    ("api-v1:exemption-add", "person"): (KNOWN_PERSON,),
    ("api-v1:plan-room-assign", "person"): (KNOWN_PERSON,),
    ("api-v1:plan-room-ban", "person"): (KNOWN_PERSON,),
    ("api-v1:plan-room-lift-ban", "person"): (KNOWN_PERSON,),
    ("api-v1:plan-room-swap", "other"): (Names("housing.Room", PLACES),),
    ("api-v1:post-give", "post"): POST,
    ("api-v1:post-give", "number"): (NUMBER,),
}
# Numbers that count or choose, and name nobody's row.
NO_ROW = {
    *("limit", "days", "hours", "level", "amount", "rooms", "phone", "approve", "credential", "size"),
    ("cases:report-details", "answer_extent"),
    *((route, wish) for route in ("grids:plan-wishes", "grids:plan-try", "grids:plan-new") for wish in USUAL),
}
# Queries that a page reads and offers only where there is much to choose from.
ALSO_READ = (
    ("cases:list", {"building": "1", "show": "all"}),
    ("cases:similar", {"category": "light", "where": "room-1"}),
    ("grids:mine", {"building": "1"}),
    ("people:list", {"building": "1", "branch": "1"}),
    ("sign_in:recover", {"person": "1"}),
    ("sign_in:end-sessions", {"person": "1"}),
    ("sign_in:codes", {"number": "1"}),
)


@dataclass
class Carrier:
    """A request as a page or the description of the API offers it, filled in so that nothing else is wrong with it."""

    name: str  # of the route
    method: str
    path: str
    filled: dict[str, object]
    offered: dict[str, set[str]] = field(default_factory=dict)

    @property
    def is_api(self) -> bool:
        return self.name.startswith(API)

    @property
    def swapped(self) -> list[str]:
        return [name for name in self.filled if (self.name, name) in NAMES]

    def with_value(self, name: str, value: str) -> dict[str, object]:
        """What is sent, with this value in this field. A file is read once, so each request has its own."""
        filled = {
            key: upload(old.name) if isinstance(old, SimpleUploadedFile) else old for key, old in self.filled.items()
        }
        old = filled[name]
        if isinstance(old, SimpleUploadedFile):
            return {**filled, name: upload(value)}
        return {**filled, name: int(value) if isinstance(old, int) else value}


def upload(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture()["buffer"], "image/jpeg")


def carriers_of(walk: Walk) -> Iterator[Carrier]:
    """Every form, button and link that stands on a page the person may open and carries what names a row."""
    for page in pages_of(walk):
        response = walk.client.get(page)
        if response.status_code == 200 and not response.streaming:
            for form in Forms.of(response.content.decode("utf-8", "ignore")):
                yield from carrier(page, form)
    for name, filled in ALSO_READ:
        arguments = ("repair",) if name == "cases:similar" else ()
        yield Carrier(name, "GET", reverse(name, args=arguments), dict(filled))


def carrier(page: str, form: Form) -> Iterator[Carrier]:
    path = form.action or page
    try:
        name = resolve(path).view_name
    except Resolver404:
        return
    filled = {key: next(filter(None, values), SENTENCE) for key, values in form.fields.items()}
    filled |= {key: upload("picture.jpg") for key, kind in form.kinds.items() if kind == "file"}
    yield Carrier(name, form.method, path, filled, {key: set(values) for key, values in form.fields.items()})


def pages_of(walk: Walk) -> Iterator[str]:
    """A page of each kind, every case, and every step that a case offers."""
    for address in addresses():
        if address.method == "GET" and not address.is_api and address.name not in ("cases:step", "cases:photo"):
            for arguments in rows_of(walk, address, None if address.name == "cases:show" else 1):
                path = reverse(address.name, args=arguments)
                yield path
                if address.name == "cases:show":
                    page = walk.client.get(path).content.decode()
                    yield from sorted(set(re.findall(rf'"({path}[a-z-]+/)"', page)))


def rows_of(walk: Walk, address: Address, most: int | None) -> list[tuple]:
    rule = address.rule
    if rule is None:
        return list(address.words)
    if isinstance(rule, Chain):
        return [tuple((ids(label) or [MISSING])[0] for label in rule.labels)]
    theirs = [pk for pk in ids(rule.label) if walk.may(address.capability, rule, pk)]
    return [arguments for pk in spread(theirs, most) for arguments in rule.arguments(pk)]


def described(walk: Walk) -> Iterator[Carrier]:
    """Every operation of the API that carries anything, on a row of the person's own where there is one."""
    rows = {(address.name, address.method): rows_of(walk, address, 2) for address in addresses() if address.is_api}
    for path, methods in SCHEMA["paths"].items():
        for method, operation in methods.items():
            query = [one for one in operation.get("parameters", []) if one["in"] == "query"]
            fields = {one["name"]: example(one["schema"]) for one in query}
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if body:
                kind = SCHEMA["components"]["schemas"][body["schema"]["$ref"].rpartition("/")[2]]
                fields |= {name: example(schema) for name, schema in kind["properties"].items()}
            name = f"{API}{operation['operationId']}"
            for arguments in rows[name, method.upper()] or [
                tuple(some_row(part) for part in re.findall(r"{(\w+)}", path))
            ]:
                yield Carrier(name, method.upper(), reverse(name, args=arguments), fields)


def some_row(parameter: str) -> int | str:
    if parameter in API_WORDS:
        return API_WORDS[parameter]
    return next(iter(ids(PARAMETERS[parameter])), MISSING)


def example(schema: dict):
    schema = schema.get("anyOf", [schema])[0]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("examples"):
        return schema["examples"][0]
    return {"integer": schema.get("minimum", 1), "boolean": True, "object": {}}.get(schema.get("type"), SENTENCE[:20])


def unexplained(carriers: list[Carrier]) -> set[tuple[str, str]]:
    """Fields that look as if they named a row, and of which nothing is said here."""
    found = {
        (one.name, name)
        for one in carriers
        for name, value in one.filled.items()
        if LIKE_AN_ID.fullmatch(str(value)) or (isinstance(value, int) and not isinstance(value, bool))
    }
    return {(route, name) for route, name in found - set(NAMES) if name not in NO_ROW and (route, name) not in NO_ROW}
