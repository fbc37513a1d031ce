"""A workflow as a table, told by one that gives a building another name."""

import pytest
from django.core.exceptions import ValidationError

from jingwei.gate.doors import Denied
from jingwei.gate.flow import Flow, Step, WrongState
from jingwei.gate.models import Appointment, TrailEntry
from jingwei.gate.posts import System, posts_of
from jingwei.housing.models import Building

pytestmark = pytest.mark.django_db
BEFORE, AFTER = "5号楼", "五号楼"


def renaming(**more) -> Flow:
    return Flow(Building, "name", Step("rename", (BEFORE,), AFTER, "housing.change", **more))


def offered(flow: Flow, actor, building) -> list[str]:
    return [step.name for step in flow.open_to(actor, building)]


@pytest.fixture
def building(cast):
    return cast.buildings["5"]


def name_of(building) -> str:
    return Building.objects.get(pk=building.pk).name


def test_a_step_moves_the_row_and_leaves_one_line(cast, building):
    note = {}
    with renaming().step("rename", cast["王师傅"], building.pk, note, reason="as the others") as row:
        note["asked"] = row.name
    assert name_of(building) == AFTER
    entry = TrailEntry.objects.get()
    assert (entry.actor_id, entry.verb) == (cast["王师傅"].pk, "housing.rename")
    assert entry.data == {"changed": {"name": [BEFORE, AFTER]}, "reason": "as the others", "asked": BEFORE}


def test_the_row_may_say_where_it_goes(cast, building):
    flow = Flow(Building, "name", Step("rename", (BEFORE,), lambda row: f"{row.name}东", "housing.change"))
    with flow.step("rename", cast["王师傅"], building.pk):
        pass
    assert name_of(building) == f"{BEFORE}东"


def test_what_does_not_fit_is_not_kept(cast, building):
    with pytest.raises(ValidationError), renaming().step("rename", cast["王师傅"], building.pk) as row:
        row.gender = "neither"
    assert name_of(building) == BEFORE


@pytest.mark.parametrize(
    ("name", "more", "refusal"),
    [
        ("刘师傅", {}, Denied),  # the warden of another building
        ("王师傅", {"guard": lambda row, actor: False}, Denied),
    ],
)
def test_who_may_not_moves_nothing(cast, building, name, more, refusal):
    with pytest.raises(refusal), renaming(**more).step("rename", cast[name], building.pk):
        pass
    assert name_of(building) == BEFORE
    assert not TrailEntry.objects.exists()


def test_a_row_that_moved_on_says_so(cast, building):
    Building.objects.filter(pk=building.pk).update(name=AFTER)
    with (
        pytest.raises(WrongState, match="rename is not open") as refusal,
        renaming().step("rename", cast["王师傅"], building.pk),
    ):
        pass
    assert (refusal.value.row, refusal.value.step.name) == (building, "rename")
    assert not TrailEntry.objects.exists()


def test_where_the_right_ended_with_the_state_whoever_may_look_is_told(cast, building):
    """Another took it up: whoever may still see the row learns that it moved on, everybody else that it is not there."""
    flow = renaming()
    Building.objects.filter(pk=building.pk).update(name=AFTER)
    for read, refusal in ((None, Denied), ("housing.read", WrongState), ("housing.change", Denied)):
        flow.read = read
        with pytest.raises(refusal), flow.step("rename", cast["刘师傅"], building.pk):
            pass
    Building.objects.filter(pk=building.pk).update(name=BEFORE)
    flow.read = "housing.read"
    with pytest.raises(Denied), flow.step("rename", cast["刘师傅"], building.pk):
        pass


def test_a_step_asks_for_the_posts_anew(cast, building):
    warden = cast["王师傅"]
    posts_of(warden)
    Appointment.objects.filter(person=warden).delete()
    with pytest.raises(Denied), renaming().step("rename", warden, building.pk):
        pass


def test_what_is_offered_is_what_may_be_done(cast, building):
    assert offered(renaming(), cast["王师傅"], building) == ["rename"]
    assert offered(renaming(), System("tests"), building) == ["rename"]
    assert offered(renaming(guard=lambda row, actor: actor.name == "王师傅"), cast["王师傅"], building) == ["rename"]
    assert offered(renaming(), cast["刘师傅"], building) == []
    assert offered(renaming(guard=lambda row, actor: False), cast["王师傅"], building) == []
    assert offered(renaming(by_clock=True), cast["王师傅"], building) == []
    building.name = AFTER
    assert offered(renaming(), cast["王师傅"], building) == []
    assert offered(renaming(), System("tests"), building) == []


def test_a_name_stands_once():
    step = Step("rename", (BEFORE,), AFTER, "housing.change")
    with pytest.raises(ValueError, match="twice"):
        Flow(Building, "name", step, step)
