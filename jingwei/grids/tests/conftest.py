"""The cast's campus, a draft of it, and a men's floor with more rooms than its members can keep."""

import pytest
from django.utils import translation

from jingwei.grids.actions import draft_plan
from jingwei.housing.models import Floor, Room, Stay
from jingwei.housing.place_code import compose
from jingwei.party.models import Affiliation
from jingwei.people.models import Gender, Person


@pytest.fixture(autouse=True)
def _in_chinese():
    """A page read in English in one test must not make the next one speak it."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def committee(cast):
    return cast["何书记"]


@pytest.fixture
def plan(cast, committee):
    return draft_plan(committee)


@pytest.fixture
def many_men(cast):
    """Twelve more rooms of men of a branch without a man among its members."""
    floor = Floor.objects.create(building=cast.buildings["3"], number=2)
    rooms = Room.objects.bulk_create(
        Room(floor=floor, number=str(201 + at), position=at + 1, place_code=compose("10000", "01", 3, 2, 201 + at))
        for at in range(12)
    )
    people = Person.objects.bulk_create(
        Person(number=f"M{at:03d}", name=f"住户{at}", gender=Gender.MALE, password="!") for at in range(12)
    )
    Stay.objects.bulk_create(Stay(person=person, room=room) for person, room in zip(people, rooms, strict=True))
    branch = cast.branches["一"]
    Affiliation.objects.bulk_create(
        Affiliation(person=person, branch=branch, standing=Affiliation.Standing.APPLICANT) for person in people
    )
    return rooms
