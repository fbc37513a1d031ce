"""Stays, posts and plans go when their time is over, in an order in which nothing is left leaning on what has gone."""

from datetime import timedelta

import pytest

from jingwei.core import clock
from jingwei.gate.doors import visible
from jingwei.gate.models import Appointment
from jingwei.gate.periods import RULES
from jingwei.grids.actions import ask_for_draft, draft_plan, publish_plan
from jingwei.grids.models import Calculation, Exemption, KeeperCap, MicroGrid, Plan, PlanRoom, SmallGrid
from jingwei.housing.models import Stay
from jingwei.people.models import Person
from jingwei.privacy import erasing
from jingwei.privacy.models import Tombstone
from jingwei.terms.models import Term

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DATED = (Stay, Appointment, MicroGrid, SmallGrid, Exemption)
CODES = {
    *("housing.ended", "gate.posts", "grids.rooms", "grids.grids", "grids.exemptions"),
    *("grids.caps", "grids.calculations", "grids.plans"),
}


@pytest.fixture
def erasures(settings, tmp_path):
    settings.ERASURES_DIR = tmp_path / "erasures"


@pytest.fixture
def past(cast, erasures):
    """A term's plan, published, with all that belongs to it; then everything ends and the term is over."""
    plan = draft_plan(cast["何书记"])
    publish_plan(cast["何书记"], plan.pk)
    ask_for_draft(cast["何书记"])
    Calculation.objects.update(state=Calculation.State.DONE, plan=plan)
    KeeperCap.objects.create(term=cast.term, person=cast["赵敏"], rooms=3)
    Exemption.objects.create(person=cast["李强"], reason=Exemption.Reason.values[0], start=clock.now() - DAY)
    now = clock.now()
    for model in DATED:
        model.objects.filter(end=None).update(end=now)
    Term.objects.update(ends_on=now.date())
    return now


def left() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (*DATED, Plan, PlanRoom, Calculation, KeeperCap)}


def test_a_year_to_the_day(past):
    before = left()
    assert all(before.values())
    with clock.travel(past + 364 * DAY):
        erasing.erase_due()
    gone = {"Stay": 1, "Appointment": 1}  # who moved out the day before, and whose post ended then
    assert left() == {name: count - gone.get(name, 0) for name, count in before.items()}
    with clock.travel(past + 367 * DAY):
        erasing.erase_due()
    assert set(left().values()) == {0}
    assert set(Tombstone.objects.values_list("rule", flat=True)) >= CODES


def test_what_holds_still_stays(cast, erasures):
    draft_plan(cast["何书记"])
    Term.objects.update(ends_on=clock.today() + timedelta(days=1000))
    held = {model: set(model.objects.filter(end=None).values_list("pk", flat=True)) for model in DATED}
    with clock.travel(clock.now() + 900 * DAY):
        erasing.erase_due()
        assert Plan.objects.exists()
        assert visible(cast["何书记"], "people.browse", Person).exists()
    assert {model: set(model.objects.values_list("pk", flat=True)) for model in DATED} == held


def test_a_small_grid_with_a_room_that_holds_still_waits_for_it(cast, erasures):
    grid = cast.grids["赵敏"]
    SmallGrid.objects.filter(pk=grid.pk).update(end=clock.now())
    with clock.travel(clock.now() + 400 * DAY):
        erasing.erase_due()
    assert SmallGrid.objects.filter(pk=grid.pk).exists()


def test_a_year_is_said_to_residents():
    assert RULES.keys() >= CODES
    assert all("一年" in str(RULES[code].period) for code in CODES)
