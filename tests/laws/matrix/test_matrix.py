"""The access matrix: every address × method × surface × person × row. Nobody is told what is not theirs, nobody is refused
what is; what is not theirs and what never existed give the same bytes, for the same number of statements (A1, C3). Whatever
was read of somebody else leaves one line that says so, and nothing else does (E2)."""

from itertools import product

import pytest

from .routes import API, API_WORDS, CHAINS, MISSING, PARAMETERS, RULES, WORDS, Rule
from .subjects import SUBJECTS
from .walk import Address, Walk, addresses, spread
from .world import ids

pytestmark = [pytest.mark.django_db]
MOST = 8  # rows a kind; the long run takes them all
SURFACES = ({}, {"HX-Request": "true"})
WRITTEN = ({"Idempotency-Key": "matrix-cell"},)


def test_every_address_stands_in_the_matrix():
    named = {address.name for address in addresses() if address.parameters and not address.is_api}
    assert named == {*RULES, *CHAINS, *WORDS}
    told = {name for address in addresses() if address.name.startswith(API) for name in address.parameters}
    assert told == {*PARAMETERS, *API_WORDS}


@pytest.mark.parametrize("name", SUBJECTS, ids=SUBJECTS.values())
def test_matrix(world, figure, name):
    walked(world, figure, name, MOST)


@pytest.mark.long
@pytest.mark.parametrize("name", SUBJECTS, ids=SUBJECTS.values())
def test_the_whole_matrix(world, figure, name):
    walked(world, figure, name, None)


def walked(world, figure, name: str, most: int | None) -> None:
    walk = Walk.of(world, world[name] if name else None)
    for address in addresses():
        for surface in SURFACES if address.method == "GET" and not address.is_api else WRITTEN:
            visit(walk, address, surface, most)
    figure("A1", f"{SUBJECTS[name]}: {walk.cells} cells, {len(walk.leaks)} leaks, {len(walk.wrong)} wrong answers")
    figure(
        "C3",
        f"{SUBJECTS[name]}: {walk.refused} refusals, {len(walk.uneven)} of them more or less work than for nothing",
    )
    figure(
        "E2", f"{SUBJECTS[name]}: {walk.readings} lines of what was read, {len(walk.misread)} missing, double or untrue"
    )
    found = [line for kind in (walk.leaks, walk.wrong, walk.uneven, walk.misread) for line in sorted(kind)]
    assert not found, "\n".join(found[:40])


def visit(walk: Walk, address: Address, surface: dict, most: int | None) -> None:
    rule = address.rule
    if rule is None:
        for words in address.words:
            walk.ask(address, words, surface)
    elif isinstance(rule, Rule):
        for index, missing in enumerate(rule.arguments(MISSING)):
            for pk in spread(ids(rule.label), most):
                allowed = walk.may(address.capability, rule, pk)
                walk.row(address, surface, rule.arguments(pk)[index], missing, allowed=allowed, strict=rule.strict)
    else:
        missing = (MISSING,) * len(rule.labels)
        for arguments in product(*(some(label) for label in rule.labels)):
            allowed = walk.may(address.capability, rule, arguments[0])
            walk.row(address, surface, arguments, missing, allowed=allowed, strict=False)


def some(label: str) -> list[int]:
    """A few rows, and one that is not there."""
    return [*ids(label)[:3], MISSING]
