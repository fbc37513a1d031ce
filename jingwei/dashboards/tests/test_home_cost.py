"""What the home of each role asks of the database: never more than its cap, and no more when everything is ten times."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jingwei.cases.actions import report
from jingwei.cases.tests.conftest import equip
from jingwei.core import clock
from jingwei.gate.roles import Role
from jingwei.grids.models import MicroGrid
from jingwei.housing.models import Room, Stay
from jingwei.housing.place_code import compose
from jingwei.people.models import Person
from tests.cast import SINCE

pytestmark = pytest.mark.django_db
HOME = reverse("dashboards:home")
HOMES = {  # role → who holds it, and how many statements its home may take
    Role.COMMITTEE: ("何书记", 30),
    Role.SECRETARY: ("陈雅琴", 33),
    Role.CENTRE: ("罗宁", 18),
    Role.OFFICE: ("孔科长", 18),
    Role.KEEPER: ("赵敏", 14),
    Role.LEAD: ("周晓雨", 14),
    Role.RESIDENT: ("韩冬", 14),
    Role.WARDEN: ("王师傅", 14),
    Role.AUDITOR: ("严谨", 13),
    Role.ADMIN: ("石工", 13),
}


def add_a_room(loop, door: int) -> None:
    """On the floor of 5-412: somebody lives there, nobody leads it, and there is one more report."""
    code = compose("10000", "01", 5, 4, door)
    room = Room.objects.create(
        floor=loop.cast.rooms["5-412"].floor, number=str(400 + door), position=door, place_code=code
    )
    person = Person.objects.create(number=f"2026{door:06}", name=f"新{door}", gender="female", kind="student")
    grid, since = loop.cast.grids["赵敏"], clock.now() - SINCE
    Stay.objects.create(person=person, room=room, start=since)
    MicroGrid.objects.create(room=room, small_grid=grid, code=f"{grid.code}-{door}", start=since)
    loop.report()


def cost(client, person) -> int:
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.get(HOME)
    with CaptureQueriesContext(connection) as done:
        assert client.get(HOME).status_code == 200
    return len(done)


def test_no_home_costs_more_than_its_cap_nor_more_when_the_college_grows(client, cast, monkeypatch):
    monkeypatch.setattr(report, "REPORTS_A_DAY", 1000)  # of few people, within a day
    loop = equip(cast)

    def costs():
        return {role: cost(client, loop[name]) for role, (name, _most) in HOMES.items()}

    for state in ("verifying", "info_wanted", "returned", "handling", "done_claimed", "closed"):
        loop.bring_to(state)
    for door in range(50, 54):  # enough for a keeper with too many rooms, which asks for the caps as well
        add_a_room(loop, door)
    few = costs()
    assert {role: spent for role, spent in few.items() if spent > HOMES[role][1]} == {}
    for door in range(54, 90):
        add_a_room(loop, door)
    assert costs() == few
