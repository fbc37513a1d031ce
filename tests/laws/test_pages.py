"""What a page may cost: statements that do not grow with the college, and few bytes for the first page on a phone."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jingwei.cases.actions import report
from jingwei.cases.tests.conftest import Loop, equip
from jingwei.core import clock
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role, UnitKind
from jingwei.grids.models import MicroGrid
from jingwei.housing.models import Room, Stay
from jingwei.housing.place_code import compose
from jingwei.people.models import Person

pytestmark = pytest.mark.django_db
CASES = 4  # at 1×, each by another reporter
FIRST_PAGE = 200_000  # bytes, compressed
# name → who opens it, the address's arguments, and the most statements it may take
CAPS = {
    "dashboards:home": ("赵敏", (), 40),
    "cases:list": ("赵敏", (), 25),
    "cases:report": ("韩冬", (), 15),
    "cases:report-details": ("韩冬", ("repair",), 25),
    "cases:figures": ("何书记", (), 30),
    "grids:mine": ("赵敏", (), 25),
    "grids:findings": ("何书记", (), 30),
    "dashboards:loom": ("何书记", (), 25),
    "people:list": ("何书记", (), 25),
    "people:inbox": ("赵敏", (), 15),
    "people:account": ("韩冬", (), 20),
    "housing:list": ("何书记", (), 15),
    "party:list": ("何书记", (), 15),
    "exchange:list": ("何书记", (), 12),
}


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def statements(loop: Loop, name: str) -> list[str]:
    """Those of the second visit: what Django itself remembers after the first is no cost of the page."""
    who, arguments, _cap = CAPS[name]
    client, address = signed_in(loop[who]), reverse(name, args=arguments)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured]


def play(loop: Loop, cases: int) -> None:
    for _case in range(cases):
        loop.report(by="韩冬")
        loop.report(by="周晓雨", code="water-leak")
        loop.bring_to("handling")
        loop.bring_to("closed")


def grow(loop: Loop, rooms: range) -> None:
    """More rooms in the keeper's small grid, each with four people, one of them its lead, and with a case."""
    grid, floor, since = loop.cast.grids["赵敏"], loop.cast.rooms["5-412"].floor, clock.now() - timedelta(days=30)
    for number in rooms:
        room = Room.objects.create(
            floor=floor, number=str(number), position=number, place_code=compose("10000", "01", 5, 4, number)
        )
        people = Person.objects.bulk_create(
            Person(number=f"2026{number}{bed}", name=f"同学{number}{bed}", gender="female") for bed in range(4)
        )
        Stay.objects.bulk_create(Stay(person=person, room=room, start=since) for person in people)
        MicroGrid.objects.create(room=room, small_grid=grid, lead=people[0], code=f"{grid.code}-{number}", start=since)
        Appointment.objects.create(
            person=people[0], role=Role.LEAD, unit_kind=UnitKind.ROOM, unit_id=room.pk, start=since
        )
        loop.cast.people[people[0].name] = people[0]
        loop.report(by=people[0].name, room=room)


@pytest.fixture
def loop(cast):
    made = equip(cast)
    play(made, CASES)
    grow(made, range(420, 423))
    return made


def test_no_page_takes_more_statements_when_the_college_is_three_times_as_large(loop, monkeypatch):
    monkeypatch.setattr(report, "REPORTS_A_DAY", 1000)  # of few people, within a day
    once = {name: statements(loop, name) for name in CAPS}
    play(loop, 2 * CASES)
    grow(loop, range(423, 429))
    thrice = {name: statements(loop, name) for name in CAPS}
    assert {name: len(found) for name, found in thrice.items()} == {name: len(found) for name, found in once.items()}
    over = {name: len(found) for name, found in thrice.items() if len(found) > CAPS[name][2]}
    assert not over, over


def weight(client: Client, address: str) -> dict[str, int]:
    """Everything the page brings along, compressed: itself, style, script, sprite."""
    page = client.get(address).content
    weights = {address: len(gzip.compress(page))}
    for path in set(re.findall(r'(?:href|src)="/static/([^"#?]+)', page.decode())):
        weights[path] = len(gzip.compress(Path(finders.find(path)).read_bytes()))
    return weights


def test_the_first_page_of_a_resident_is_light(loop):
    weights = weight(signed_in(loop["韩冬"]), "/")
    assert any(path.endswith(".css") for path in weights)
    assert any(path.endswith(".js") for path in weights)
    assert sum(weights.values()) <= FIRST_PAGE, weights
