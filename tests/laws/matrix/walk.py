"""One person's way through every address: asked, taken back, and listened to."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.cookies import SimpleCookie

from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from jingwei.gate.models import TrailEntry

from .knowledge import may_know
from .readings import misread
from .routes import API, API_WORDS, CHAINS, RULES, WORDS, api_rule
from .world import World

OWNED = {
    "mfa.Authenticator": "user_id",
    "api.PersonalToken": "person_id",
}  # their owner's alone, whatever the table says
TOLD = (200, 201, 204)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@contextmanager
def nothing_stays():
    """A transaction that is rolled back. It passes for a test's own, inside which the program may open its outermost."""
    with (block := transaction.atomic()):
        transaction.get_connection().atomic_blocks[-1]._from_testcase = True
        yield block
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Address:
    """One method of one address."""

    name: str
    method: str
    capability: str | None
    parameters: tuple[str, ...]

    @property
    def rule(self):
        if self.name in WORDS or not set(self.parameters) - set(API_WORDS):
            return None
        if self.is_api:
            return api_rule(self.parameters, self.method, self.capability)
        return RULES.get(self.name) or CHAINS[self.name]

    @property
    def words(self) -> tuple[tuple, ...]:
        return WORDS.get(self.name) or (tuple(API_WORDS[name] for name in self.parameters),)

    @property
    def is_api(self) -> bool:
        return self.name.startswith(API)


def addresses(patterns=None, namespace="") -> list[Address]:
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            found += addresses(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif mark := getattr(pattern.callback, "page", None):
            name, parameters = f"{namespace}{pattern.name}", tuple(pattern.pattern.converters)
            if namespace == API:
                asked = [(row.method, row.capability) for row in mark.endpoints if row.name == pattern.name]
            else:
                asked = [(method, mark.capability) for method in mark.methods]
            found += [Address(name, method, capability, parameters) for method, capability in asked]
    return found


@dataclass(frozen=True)
class Answer:
    """What came back, how much work it was, and what it left in the log of readings."""

    path: str
    status: int
    body: bytes
    kind: str
    told: set  # the canaries in it
    statements: int
    readings: tuple

    @property
    def is_refusal(self) -> bool:
        return self.status in (401, 403, 404)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "ignore")

    @cached_property
    def seen(self) -> tuple[int, bytes]:
        """What can be compared. Where a refusal leads to another page, its address may hold the number that was asked for."""
        return self.status, re.sub(rb"[?/\w%-]*\d+[/\w%-]*", b"", self.body) if self.status == 302 else self.body


@dataclass
class Walk:
    """One person, or nobody, in one session."""

    world: World
    who: int | None
    client: Client
    cells: int = 0
    refused: int = 0  # of rows that are there
    readings: int = 0
    leaks: set = field(default_factory=set)
    wrong: set = field(default_factory=set)
    misread: set = field(default_factory=set)
    uneven: set = field(default_factory=set)  # refusals that are another amount of work than for what never existed
    nowhere: dict = field(default_factory=dict)  # answers for what never existed

    @classmethod
    def of(cls, world: World, person) -> "Walk":
        client = Client()
        if person:
            client.force_login(person, backend=BACKEND)
        return cls(world, person and person.pk, client)

    def ask(self, address: Address, arguments: tuple, surface: dict) -> Answer:
        path = reverse(address.name, args=arguments)
        return self.send(address.method, path, surface, json=address.is_api)

    def send(self, method: str, path: str, surface: dict, *, json: bool = False) -> Answer:
        """One request, and nothing of it stays."""
        body = {"data": "{}", "content_type": "application/json"} if json else {}
        # signing out, a language, a message: nothing of it stays either
        cookies = SimpleCookie({key: morsel.value for key, morsel in self.client.cookies.items()})
        count = Count()
        with nothing_stays():
            last = TrailEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            with connection.execute_wrapper(count):
                response = self.client.generic(method, path, headers=surface, **body)
            answer = Answer(
                path,
                response.status_code,
                plain(response),
                response.get("Content-Type", ""),
                self.world.canaries.found(response),
                count.statements,
                tuple(TrailEntry.objects.filter(pk__gt=last, verb="read")),
            )
        self.client.cookies = cookies
        self.cells += 1
        if answer.status >= 500:
            self.wrong.add(f"{method} {path}: {answer.status}")
        self.leaks |= {f"{method} {path} tells {source}" for source in answer.told if not self.knows(source)}
        self.readings += len(answer.readings)
        self.misread |= {f"{method} {path}: {fault}" for fault in misread(self.world.facts, self.who, answer)}
        return answer

    def knows(self, source) -> bool:
        cache = self.world.known
        if (self.who, source) not in cache:
            cache[self.who, source] = may_know(self.world.facts, self.who, source)
        return cache[self.who, source]

    def may(self, capability: str | None, rule, pk: int) -> bool:
        facts, label = self.world.facts, rule.label
        if capability is None:
            return True
        if self.who is None or not facts.holds(self.who, capability) or pk not in facts.rows(label):
            return False
        if label in OWNED:
            return facts.rows(label)[pk][OWNED[label]] == self.who
        return not rule.capabilities or any(facts.may(self.who, name, label, pk) for name in rule.capabilities)

    def row(
        self, address: Address, surface: dict, arguments: tuple, missing: tuple, *, allowed: bool, strict: bool
    ) -> None:
        """One row: the page where it is theirs, and otherwise what comes where nothing is, for as much work."""
        answer = self.ask(address, arguments, surface)
        where = f"{address.method} {address.name} {arguments}"
        if allowed:
            if answer.status in (403, 404) and strict and address.method == "GET":
                self.wrong.add(f"{where}: theirs, and got {answer.status}")
            return
        self.refused += 1
        key = (address, missing, *surface)
        if (
            key not in self.nowhere or self.nowhere[key].statements != answer.statements
        ):  # the first may have filled caches
            self.nowhere[key] = self.ask(address, missing, surface)
        nowhere = self.nowhere[key]
        if answer.status in TOLD:
            self.wrong.add(f"{where}: not theirs, and got {answer.status}")
        elif answer.seen != nowhere.seen:
            self.wrong.add(f"{where}: can be told from what never existed ({answer.status}, {nowhere.status})")
        if answer.statements != nowhere.statements:
            self.uneven.add(f"{where}: {answer.statements} statements, {nowhere.statements} for what never existed")


class Count:
    """Statements of one request."""

    def __init__(self):
        self.statements = 0

    def __call__(self, execute, sql, params, many, context):
        self.statements += 1
        return execute(sql, params, many, context)


def plain(response) -> bytes:
    """The answer without what is another at every request: the token against forged forms."""
    body = b"".join(response) if response.streaming else response.content
    body += str(response.get("Location", "")).encode()
    return re.sub(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', b"", body)


def spread(rows: list, most: int | None) -> list:
    """That many of them, evenly, the last among them."""
    step = -(-len(rows) // most) if most and rows else 1
    return rows[::-step]
