"""The table stands twice, and a cell turned over in one of the two is found: by the reading of it, by the comparison, and,
where it grants something, by what people then get to see (A3)."""

import tomllib
from itertools import islice
from random import Random

import pytest
from django.apps import apps
from django.db import transaction

from jingwei.cases.tests.conftest import equip
from jingwei.core import clock
from jingwei.gate import policy
from jingwei.gate.doors import may, visible
from jingwei.gate.posts import posts_of
from jingwei.people.models import Person
from tests.cast import build

from .flips import Flip, flips
from .oracle import Facts
from .table import POSTS, disagreements
from .uses import USES
from .worlds import deal

SECTIONS = tomllib.loads(policy.TABLE.read_text("utf-8"))
EVERY = 41  # of the flips one in so many; the long run takes them all
WORLDS = 4


def test_the_table_says_twice_the_same():
    assert disagreements(policy.policy()) == []


def test_every_flipped_cell_is_noticed(figure):
    noticed(figure, EVERY)


@pytest.mark.long
def test_every_single_flipped_cell_is_noticed(figure):
    noticed(figure, 1)


def noticed(figure, every: int) -> None:
    tried = refused = 0
    missed = []
    for flip in islice(flips(SECTIONS), 0, None, every):
        tried += 1
        try:
            read = policy.read(flip.sections)
        except ValueError:
            refused += 1
            continue
        if not disagreements(read):
            missed.append(flip.what)
    figure("A3", f"{tried} cells of the table flipped: {refused} not read, {tried - refused} read and found otherwise")
    assert not missed, "\n".join(missed[:20])


@pytest.mark.django_db
def test_a_flipped_grant_shows_in_what_people_see(monkeypatch, figure):
    seen(monkeypatch, figure, EVERY)


@pytest.mark.long
@pytest.mark.django_db
def test_each_flipped_grant_shows_in_what_people_see(monkeypatch, figure):
    seen(monkeypatch, figure, 1)


def seen(monkeypatch, figure, every: int) -> None:
    """The gate reads the flipped table, the oracle its own: they disagree wherever the flip lets anybody reach another row.

    Where they agree all the same, the oracle is asked what the flipped grant would mean: it must be nothing.
    """
    left = list(islice((flip for flip in flips(SECTIONS) if flip.capability), 0, None, every))
    tried, missed = len(left), []
    equip(build())
    for seed in range(WORLDS):
        with transaction.atomic():
            deal(Random(seed))  # noqa: S311
            facts, holders = Facts(clock.now()), by_role()
            left = [flip for flip in left if not differs(monkeypatch, flip, facts, holders[flip.role])]
            missed += [flip.what for flip in left if matters(flip, facts, holders[flip.role])]
            transaction.set_rollback(True)
    figure(
        "A3", f"{tried} grants flipped: {tried - len(left)} seen by what people see, {len(left)} give nobody any row"
    )
    assert not missed, "\n".join(missed[:20])


def by_role() -> dict[str, list[Person]]:
    """Who holds which post in this world."""
    people = list(Person.objects.filter(is_active=True).order_by("pk"))
    held = {role: [person for person in people if role in posts_of(person)] for role in POSTS.values()}
    return {**held, "everyone": people}


def differs(monkeypatch, flip: Flip, facts: Facts, holders: list[Person]) -> bool:
    """Whether the gate, with the flipped table, lets one of them see other rows than the oracle's table says."""
    flipped = policy.read(flip.sections)
    with monkeypatch.context() as patched:
        patched.setattr(policy, "policy", lambda: flipped)
        return any(otherwise(person, flip.capability, facts) for person in holders)


def otherwise(person: Person, capability: str, facts: Facts) -> bool:
    if may(person, capability) != facts.holds(person.pk, capability):
        return True
    return any(
        set(visible(person, capability, apps.get_model(label)).values_list("pk", flat=True))
        != facts.allowed(person.pk, capability, label)
        for label in USES[capability]
    )


def matters(flip: Flip, facts: Facts, holders: list[Person]) -> bool:
    """Whether, by the oracle, the flipped grant gives or takes anything."""
    grants = {
        role: set(scopes) for role, scopes in policy.read(flip.sections).capabilities[flip.capability].grants.items()
    }
    return any(
        facts.holds(person.pk, flip.capability, grants) != facts.holds(person.pk, flip.capability)
        or any(
            facts.may_by(grants, person.pk, flip.capability, label, pk)
            != facts.may(person.pk, flip.capability, label, pk)
            for label in USES[flip.capability]
            for pk in facts.rows(label)
        )
        for person in holders
    )
