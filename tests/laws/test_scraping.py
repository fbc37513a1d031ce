"""A keeper, a secretary, a warden and the committee with a script: how many persons do they carry off (E7)?"""

from datetime import timedelta

import pytest
from django.test import Client

from jingwei.core import clock
from jingwei.core.models import OutboxMessage
from jingwei.gate import pace
from jingwei.housing.models import Stay
from jingwei.party.models import Affiliation
from jingwei.people.models import Person
from tests.laws.matrix.oracle import Facts
from tests.support.program import Program

pytestmark = pytest.mark.django_db
SCRIPTS = {"赵敏": "keeper", "陈雅琴": "secretary", "王师傅": "warden", "何书记": "committee"}
NEIGHBOURS = 70  # in each of two houses, so that everybody has more in reach than they may open at once
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def crowd(cast):
    since = clock.now() - timedelta(days=1)
    for room, branch in (("5-412", "一"), ("3-101", "二")):
        people = Person.objects.bulk_create(
            Person(number=f"S{room}{n:03}", name=f"同学{room}{n:03}", name_pinyin=f"s{n:03}") for n in range(NEIGHBOURS)
        )
        Stay.objects.bulk_create(Stay(person=person, room=cast.rooms[room], start=since) for person in people)
        Affiliation.objects.bulk_create(
            Affiliation(person=person, branch=cast.branches[branch], standing="activist", start=since)
            for person in people
        )
    return cast


@pytest.mark.parametrize("name", SCRIPTS, ids=SCRIPTS.values())
def test_a_script_carries_off_sixty_and_nobody_out_of_reach(crowd, figure, name):
    reader, browser = crowd[name], Client()
    browser.force_login(reader, backend=BACKEND)
    program, everybody = Program(reader), list(Person.objects.exclude(pk=reader.pk).order_by("pk"))
    pages = {person.pk for person in everybody if browser.get(f"/people/{person.pk}/").status_code == 200}
    by_token = {person.pk for person in everybody if program.get(f"/people/{person.pk}").status_code == 200}
    facts = Facts(clock.now())
    in_reach = facts.allowed(reader.pk, "people.browse", "people.Person") - {reader.pk}
    outside = (pages | by_token) - in_reach
    alarms = OutboxMessage.objects.filter(kind="privacy.pace", recipients=[crowd["严谨"].pk]).count()
    figure(
        "E7",
        f"{SCRIPTS[name]}: {len(pages | by_token)} of {len(in_reach)} in reach, {len(outside)} outside, {alarms} alarm",
    )
    assert len(in_reach) > pace.MOST
    assert (len(pages), by_token, outside, alarms) == (pace.MOST, set(), set(), 1)
