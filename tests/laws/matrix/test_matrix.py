"""The access matrix: every address × method × surface × person × row. Nobody is told what is not theirs, nobody is refused
what is; what is not theirs and what never existed give the same bytes."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from .knowledge import may_know
from .routes import API, API_WORDS, CHAINS, MISSING, PARAMETERS, RULES, WORDS, Rule, api_rule
from .subjects import SUBJECTS
from .world import furnish, ids

pytestmark = [pytest.mark.django_db]
MOST = 8  # rows a kind; the long run takes them all
OWNED = {
    "mfa.Authenticator": "user_id",
    "api.PersonalToken": "person_id",
}  # their owner's alone, whatever the table says
TOLD = (200, 201, 204)
SURFACES = ({}, {"HX-Request": "true"})
WRITTEN = ({"Idempotency-Key": "matrix-cell"},)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), nothing_stays():
        yield furnish()


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
        if self.name.startswith(API):
            return api_rule(self.parameters, self.method, self.capability)
        return RULES.get(self.name) or CHAINS[self.name]

    @property
    def words(self) -> tuple[tuple, ...]:
        return WORDS.get(self.name) or (tuple(API_WORDS[name] for name in self.parameters),)


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


def test_every_address_stands_in_the_matrix():
    named = {address.name for address in addresses() if address.parameters and not address.name.startswith(API)}
    assert named == {*RULES, *CHAINS, *WORDS}
    told = {name for address in addresses() if address.name.startswith(API) for name in address.parameters}
    assert told == {*PARAMETERS, *API_WORDS}


@dataclass
class Walk:
    """One person's way through the matrix."""

    world: object
    who: int | None
    client: Client
    cookies: dict
    most: int | None  # rows a kind
    cells: int = 0
    leaks: set = field(default_factory=set)
    wrong: set = field(default_factory=set)

    def ask(self, address: Address, arguments: tuple, surface: dict):
        """One request, and nothing of it stays."""
        path = reverse(address.name, args=arguments)
        body = {"data": "{}", "content_type": "application/json"} if address.name.startswith(API) else {}
        cookies = SimpleCookie(self.cookies)  # signing out, a language, a message: nothing of it stays either
        with nothing_stays():
            response = self.client.generic(address.method, path, headers=surface, **body)
            answer = (response.status_code, plain(response))
            told = self.world.canaries.found(response)
        self.client.cookies = cookies
        self.cells += 1
        if answer[0] >= 500:
            self.wrong.add(f"{address.method} {path}: {answer[0]}")
        for source in told:
            if not self.knows(source):
                self.leaks.add(f"{address.method} {path} tells {source}")
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

    def row(self, address: Address, surface: dict, arguments: tuple, nowhere, *, allowed: bool, strict: bool) -> None:
        answer = self.ask(address, arguments, surface)
        where = f"{address.method} {address.name} {arguments}"
        if not allowed:
            if answer[0] in TOLD:
                self.wrong.add(f"{where}: not theirs, and got {answer[0]}")
            elif same(answer) != same(nowhere):
                self.wrong.add(f"{where}: can be told from what never existed ({answer[0]}, {nowhere[0]})")
        elif answer[0] in (403, 404) and strict and address.method == "GET":
            self.wrong.add(f"{where}: theirs, and got {answer[0]}")


def same(answer):
    """Where a refusal leads to another page, its address may hold the number that was asked for: all else must be equal."""
    return (answer[0], re.sub(rb"[?/\w%-]*\d+[/\w%-]*", b"", answer[1])) if answer[0] == 302 else answer


def plain(response) -> bytes:
    """The answer without what is another at every request: the token against forged forms."""
    body = b"".join(response) if response.streaming else response.content
    body += str(response.get("Location", "")).encode()
    return re.sub(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', b"", body)


@pytest.mark.parametrize("name", SUBJECTS, ids=SUBJECTS.values())
def test_matrix(world, figure, name):
    walked(world, figure, name, MOST)


@pytest.mark.long
@pytest.mark.parametrize("name", SUBJECTS, ids=SUBJECTS.values())
def test_the_whole_matrix(world, figure, name):
    walked(world, figure, name, None)


def walked(world, figure, name: str, most: int | None) -> None:
    person = world[name] if name else None
    client = Client()
    if person:
        client.force_login(person, backend=BACKEND)
    walk = Walk(
        world, person and person.pk, client, {key: morsel.value for key, morsel in client.cookies.items()}, most
    )
    for address in addresses():
        for surface in SURFACES if address.method == "GET" and not address.name.startswith(API) else WRITTEN:
            visit(walk, address, surface)
    figure("A1", f"{SUBJECTS[name]}: {walk.cells} cells, {len(walk.leaks)} leaks, {len(walk.wrong)} wrong answers")
    found = sorted(walk.leaks) + sorted(walk.wrong)
    assert not found, "\n".join(found[:40])


def visit(walk: Walk, address: Address, surface: dict) -> None:
    rule = address.rule
    if rule is None:
        for words in address.words:
            walk.ask(address, words, surface)
    elif isinstance(rule, Rule):
        for index, missing in enumerate(rule.arguments(MISSING)):
            nowhere = walk.ask(address, missing, surface)
            for pk in spread(ids(rule.label), walk.most):
                allowed = walk.may(address.capability, rule, pk)
                walk.row(address, surface, rule.arguments(pk)[index], nowhere, allowed=allowed, strict=rule.strict)
    else:
        nowhere = walk.ask(address, (MISSING,) * len(rule.labels), surface)
        for arguments in product(*(some(label) for label in rule.labels)):
            allowed = walk.may(address.capability, rule, arguments[0])
            walk.row(address, surface, arguments, nowhere, allowed=allowed, strict=False)


def spread(rows: list[int], most: int | None) -> list[int]:
    """That many of them, evenly, the last among them."""
    step = -(-len(rows) // most) if most and rows else 1
    return rows[::-step]


def some(label: str) -> list[int]:
    """A few rows, and one that is not there."""
    return [*ids(label)[:3], MISSING]
