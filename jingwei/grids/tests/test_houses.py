"""Houses and rosters as they are: mixed buildings, cellars, two rooms at one door, few members for many rooms."""

import pytest

from jingwei.grids.actions import draft_plan
from jingwei.grids.planning import UNKNOWN, college
from jingwei.housing.models import Building, Floor, Room, Stay
from jingwei.housing.place_code import compose
from jingwei.party.models import Affiliation
from jingwei.people.models import Person

pytestmark = pytest.mark.django_db


def add_room(cast, building: Building, floor: int, number: str, *names: str, position: int = 1) -> Room:
    """A room on a floor of the building, with these people moved into it."""
    place = Floor.objects.get_or_create(building=building, number=floor)[0]
    code = compose("10000", "01", building.number, abs(floor) + 10 * (floor < 0), int(number[-2:]))
    room = Room.objects.create(floor=place, number=number, position=position, place_code=code)
    Stay.objects.filter(person__name__in=names).update(room=room)
    return room


@pytest.fixture
def mixed(cast):
    return Building.objects.create(
        campus=cast.rooms["5-412"].floor.building.campus, number=7, name="7号楼", gender="mixed"
    )


def gender_of(known, room) -> str:
    return known.problem.gender_of(known.row[room.pk])


def test_in_a_mixed_building_a_room_has_the_gender_of_those_in_it(cast, mixed):
    women = add_room(cast, mixed, 1, "101", "孙悦", "沈青")
    men = add_room(cast, mixed, 1, "102", "高飞", position=2)
    known = college()
    assert (gender_of(known, women), gender_of(known, men)) == ("F", "M")
    plan = draft_plan(cast["何书记"])
    genders = {row.room_id: (row.keeper.gender, row.lead.gender) for row in plan.rooms.select_related("keeper", "lead")}
    assert genders[women.pk] == ("female", "female")
    assert genders[men.pk] == ("male", "male")


def test_a_building_with_a_cellar_counts_its_floors_from_there(cast):
    cellar = add_room(cast, cast.buildings["3"], -1, "B101", "高飞")
    known = college()
    floors = {room: known.problem.rooms.floor[known.row[room.pk]] for room in (cellar, cast.rooms["3-101"])}
    assert floors == {cellar: 1, cast.rooms["3-101"]: 3}
    assert known.problem.rooms.floor[known.row[cast.rooms["5-412"].pk]] == 4


def test_two_rooms_at_one_door_stand_beside_each_other(cast):
    annex = add_room(cast, cast.buildings["3"], 1, "111", "高飞", position=1)
    known = college()
    doors = [known.problem.rooms.pos[known.row[room.pk]] for room in (cast.rooms["3-101"], annex)]
    assert sorted(doors) == [1, 2]


def test_who_has_no_class_and_no_branch_belongs_to_none(cast):
    known = college()
    occupants = known.problem.rooms.occ[known.row[cast.rooms["5-413"].pk]]
    assert sorted(occupants) == [UNKNOWN, cast.branches["二"].pk, cast.branches["二"].pk]
    assert known.inferred == 0


def test_a_keeper_keeps_four_rooms_and_five_where_the_branch_has_many(cast, request):
    few = college().problem.keepers
    assert set(few.cap) == {4}
    Person.objects.filter(name__in=["李强", "冯远"]).update(class_name="网安2301")
    request.getfixturevalue("many_men")
    Person.objects.filter(number__startswith="M").update(class_name="网安2301")
    Affiliation.objects.filter(person__number__startswith="M").delete()
    many = college()
    caps = {
        many.people[pk].name: cap for pk, cap in zip(many.problem.keepers.id, many.problem.keepers.cap, strict=True)
    }
    assert (caps["李强"], caps["冯远"]) == (5, 5)  # thirteen rooms for two
    assert caps["赵敏"] == caps["吴霜"] == 4


def test_nobody_keeps_more_than_the_cap(cast, many_men):
    known = college()
    cap = dict(zip(known.problem.keepers.id, known.problem.keepers.cap, strict=True))
    plan = draft_plan(cast["何书记"])
    kept = list(plan.rooms.filter(keeper__isnull=False).values_list("keeper", flat=True))
    assert all(kept.count(keeper) <= cap[keeper] for keeper in kept)
    assert all(4 <= most <= 5 for most in cap.values())


def test_a_lead_has_one_room_while_there_are_enough_of_them(cast, request):
    assert set(college().problem.leads.cap) == {1}
    request.getfixturevalue("many_men")
    leads = college().problem.leads
    assert dict(zip(leads.gender, leads.cap, strict=True)) == {"F": 1, "M": 2}


def test_who_has_left_is_not_planned_with(cast):
    Person.objects.filter(name="吴霜").update(is_active=False)
    assert cast["吴霜"].pk not in college().problem.keepers.id
