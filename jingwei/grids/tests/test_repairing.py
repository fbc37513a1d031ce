"""Proposals that mend findings: the cheapest with all else left alone, one tap to accept, gone when stale."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from jingwei.core import clock
from jingwei.core.worker import EVERY_MINUTE
from jingwei.gate import trail
from jingwei.gate.doors import Denied
from jingwei.gate.models import Appointment
from jingwei.gate.periods import RULES
from jingwei.gate.roles import Role
from jingwei.grids.actions import accept_repair, draft_plan, propose_repairs, publish_plan
from jingwei.grids.actions.repairing import HOUR, propose_once_a_day
from jingwei.grids.caps import caps
from jingwei.grids.models import MicroGrid, Plan, Repair, SmallGrid
from jingwei.grids.queries import charge_of, published_plan
from jingwei.grids.repairs import facts_in_words, proposals
from jingwei.housing.models import Stay
from jingwei.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(cast, committee):
    return publish_plan(committee, draft_plan(committee).pk)


@pytest.fixture
def browser(client, cast):
    client.force_login(cast["何书记"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def leave(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)


def in_force() -> set:
    return set(MicroGrid.objects.live().values_list("room", "small_grid__keeper", "lead"))


def test_a_sound_grid_needs_no_repair(cast, committee, published):
    assert propose_repairs(committee) == 0
    assert not Repair.objects.exists()


def test_a_keeper_who_left_is_replaced_and_nothing_else_moves(cast, committee, published):
    room = cast.rooms["5-413"]
    gone, before = charge_of(room).keeper, in_force()
    theirs = set(MicroGrid.objects.live().filter(small_grid__keeper=gone).values_list("room", flat=True))
    leave(gone)
    propose_repairs(committee)
    found = [row for row in proposals() if row.role == "keeper"]
    assert {row.room_id for row in found} == theirs
    repair = next(row for row in found if row.room == room)
    plan = accept_repair(committee, repair.pk)
    assert charge_of(room).keeper == repair.new
    assert {row for row in in_force() if row[0] != room.pk} == {row for row in before if row[0] != room.pk}
    assert published_plan(cast.term) == plan
    assert Plan.objects.get(pk=published.pk).state == Plan.State.REPLACED
    assert Appointment.objects.live().filter(role=Role.KEEPER, person=repair.new).exists()
    assert "按建议修补了 5号楼 413" in {
        trail.describe(line, "何书记").removeprefix("何书记 ") for line in trail.of(plan)
    }


def test_a_small_grid_without_rooms_ends_with_its_post(cast, committee, published):
    gone = charge_of(cast.rooms["3-101"]).keeper
    leave(gone)
    propose_repairs(committee)
    for repair in proposals():
        accept_repair(committee, repair.pk)
    assert not SmallGrid.objects.live().filter(keeper=gone).exists()
    assert not Appointment.objects.live().filter(role=Role.KEEPER, person=gone).exists()


def test_a_freed_room_gets_somebody(cast, committee, published):
    room = cast.rooms["5-412"]
    MicroGrid.objects.filter(room=room).update(end=clock.now())
    propose_repairs(committee)
    assert {row.role for row in proposals() if row.room == room} == {"keeper", "lead"}
    for repair in proposals():
        accept_repair(committee, repair.pk)
    assert charge_of(room).keeper
    assert charge_of(room).lead
    assert propose_repairs(committee) == 0


def test_what_changed_meanwhile_is_neither_shown_nor_accepted(cast, committee, published):
    room = cast.rooms["5-412"]
    MicroGrid.objects.filter(room=room).update(end=clock.now())
    propose_repairs(committee)
    repair = next(row for row in proposals() if row.role == "keeper")
    grid = SmallGrid.objects.live().first()
    MicroGrid.objects.create(room=room, small_grid=grid, code="by-hand")
    assert repair not in proposals()
    with pytest.raises(ValidationError, match="已过时"):
        accept_repair(committee, repair.pk)
    assert charge_of(room).keeper == grid.keeper


def test_the_next_round_drops_what_is_stale_and_keeps_what_holds(cast, committee, published):
    back, gone = (charge_of(cast.rooms[room]).keeper for room in ("3-101", "5-413"))
    leave(back)
    leave(gone)
    propose_repairs(committee)
    kept = set(Repair.objects.filter(old=gone).values_list("pk", flat=True))
    assert kept < set(Repair.objects.values_list("pk", flat=True))
    Person.objects.filter(pk=back.pk).update(is_active=True)
    propose_repairs(committee)
    assert set(Repair.objects.values_list("pk", flat=True)) == kept


def test_somebody_with_too_many_hands_on_what_is_over_the_cap(cast, committee, many_men):
    Stay.objects.filter(room__in=many_men[5:]).delete()
    grid = SmallGrid.objects.live().get(keeper=cast["李强"])
    for number, room in enumerate(many_men[:5]):
        MicroGrid.objects.create(room=room, small_grid=grid, code=f"many-{number}")
    propose_repairs(committee)
    given_up = [row for row in proposals() if row.role == "keeper" and row.old == cast["李强"]]
    assert 0 < 6 - len(given_up) <= caps()["keeper"][cast["李强"].pk]
    assert {row.new for row in given_up} == {cast["冯远"]}


def test_the_clock_comes_once_a_night(cast, committee, published, monkeypatch):
    assert propose_once_a_day in EVERY_MINUTE
    leave(charge_of(cast.rooms["5-413"]).keeper)
    midnight = timezone.localtime(clock.now()).replace(hour=0, minute=0) + timedelta(days=1)
    with clock.travel(midnight + timedelta(hours=HOUR - 1)):
        propose_once_a_day()
        assert not Repair.objects.exists()
    with clock.travel(midnight + timedelta(hours=HOUR)):
        propose_once_a_day()
        assert Repair.objects.exists()
        Repair.objects.all().delete()
        propose_once_a_day()
        assert not Repair.objects.exists()


@pytest.mark.parametrize("name", ["陈雅琴", "赵敏", "石工"])
def test_nobody_but_the_committee_repairs(cast, committee, published, name):
    leave(charge_of(cast.rooms["3-101"]).keeper)
    propose_repairs(committee)
    for act in (lambda: propose_repairs(cast[name]), lambda: accept_repair(cast[name], Repair.objects.first().pk)):
        with pytest.raises(Denied):
            act()


def test_the_page_says_what_it_means_and_one_tap_does_it(browser, cast, committee, published):
    room = cast.rooms["5-413"]
    leave(charge_of(room).keeper)
    page = browser.post(reverse("grids:repairs-find"), follow=True).content.decode()
    repair = next(row for row in proposals() if row.room == room and row.role == "keeper")
    assert "可以这样修补" in page
    assert facts_in_words(repair) in page
    assert f"接手后共 {repair.facts['load']} 间" in facts_in_words(repair)
    page = browser.post(reverse("grids:repair-accept", args=[repair.pk]), follow=True).content.decode()
    assert "已换好" in page
    assert charge_of(room).keeper == repair.new


def test_a_secretary_sees_no_proposals(client, cast, committee, published):
    leave(charge_of(cast.rooms["5-413"]).keeper)
    propose_repairs(committee)
    client.force_login(cast["陈雅琴"], backend="django.contrib.auth.backends.ModelBackend")
    assert "可以这样修补" not in client.get(reverse("grids:findings")).content.decode()


def test_a_proposal_of_a_worker_that_stopped_goes_after_a_month(cast):
    repair = Repair.objects.create(room=cast.rooms["5-413"], role=Repair.Role.LEAD, new=cast["赵敏"])
    rule = RULES["grids.repairs"]
    with clock.travel(repair.found_at + timedelta(days=27)):
        assert not rule.due().exists()
    with clock.travel(repair.found_at + timedelta(days=32)):
        assert list(rule.due()) == [repair]
