"""Who answers for a room, and how much of the college is covered."""

from datetime import timedelta

import pytest

from jingwei.core import clock
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role
from jingwei.grids.models import MicroGrid
from jingwei.grids.queries import charge_of, charges, coverage, grid_rooms
from jingwei.housing.models import Room, Stay

pytestmark = pytest.mark.django_db


def test_keeper_lead_and_the_secretary_of_the_keepers_branch(cast):
    charge = charge_of(cast.rooms["5-413"])
    assert (charge.keeper, charge.lead, charge.branch) == (cast["吴霜"], cast["孙悦"], cast.branches["二"])
    assert charge.secretaries == [cast["冯远"]]


def test_a_room_nobody_answers_for(cast):
    charge = charge_of(cast.rooms["3-102"])
    assert (charge.micro, charge.keeper, charge.lead, charge.branch, charge.secretaries) == (None, None, None, None, [])


def test_a_room_with_a_lead_alone(cast):
    MicroGrid.objects.filter(room=cast.rooms["5-413"]).update(small_grid=None)
    charge = charge_of(cast.rooms["5-413"])
    assert (charge.keeper, charge.lead, charge.secretaries) == (None, cast["孙悦"], [])


def test_what_has_ended_answers_no_more_and_still_did_then(cast):
    room, before = cast.rooms["5-413"], clock.now() - timedelta(days=1)
    MicroGrid.objects.filter(room=room).update(end=clock.now())
    Appointment.objects.filter(person=cast["冯远"], role=Role.SECRETARY).update(end=clock.now())
    assert charge_of(room).keeper is None
    assert charges([room], before)[room.pk].keeper == cast["吴霜"]
    assert charge_of(cast.rooms["3-101"]).secretaries == []


def test_only_rooms_where_somebody_lives_count(cast):
    assert (coverage().share, coverage().gaps) == ("4 / 4", 0)
    Stay.objects.filter(person=cast["高飞"]).update(room=cast.rooms["3-102"])
    assert (coverage().share, coverage().gaps) == ("4 / 5", 1)
    Stay.objects.filter(room=cast.rooms["5-413"]).update(end=clock.now())
    assert coverage().share == "3 / 4"


def test_without_lead_a_room_is_not_covered(cast):
    MicroGrid.objects.filter(room=cast.rooms["5-413"]).update(lead=None)
    assert (coverage().share, coverage().gaps) == ("3 / 4", 1)


def test_an_empty_college_is_covered_without_a_share(db):
    assert (coverage().share, coverage().gaps) == ("0 / 0", 0)


def test_my_grid_is_what_i_answer_for_and_live_in(cast):
    def rooms(name):
        return {str(charge.room) for _grid, found in grid_rooms(cast[name]) for charge in found}

    assert rooms("赵敏") == {"5号楼 412", "5号楼 501"}
    assert rooms("韩冬") == {"5号楼 412"}
    assert rooms("冯远") == {"5号楼 413", "3号楼 101"}
    assert rooms("钱乐") == set()
    assert rooms("丁前") == {"5号楼 501"}  # lives there; the grid is no longer hers


def test_the_statements_do_not_grow(cast, request, django_assert_num_queries):
    rooms = Room.objects.select_related("floor__building")
    with django_assert_num_queries(3):  # the rooms themselves, their micro-grids, the secretaries
        assert len(charges(rooms.all())) == 5
    request.getfixturevalue("many_men")
    with django_assert_num_queries(3):
        assert len(charges(rooms.all())) == 17
    with django_assert_num_queries(1):
        coverage()
