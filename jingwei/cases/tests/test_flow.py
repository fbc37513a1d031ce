"""Every state × every step: open exactly where the table says, refused everywhere else, and nothing moves by refusal."""

import pytest

from jingwei.cases import clocks
from jingwei.cases.flow import CASE
from jingwei.cases.models import OPEN_STATES, Case, ClockEvent, State
from jingwei.cases.moves import move
from jingwei.gate.flow import WrongState
from jingwei.gate.posts import System

from .conftest import WAYS

pytestmark = pytest.mark.django_db

# The table of the domain, written down a second time: state → the states that may follow.
NEXT = {
    "reported": {"filed", "verifying", "info_wanted", "merged", "voided"},
    "verifying": {"filed", "voided"},
    "info_wanted": {"reported"},  # back to the sender's state
    "filed": {"dispatched", "handling"},
    "dispatched": {"handling", "returned"},
    "returned": {"dispatched", "voided"},
    "handling": {"scheduled", "paused", "done_claimed", "dispatched"},
    "scheduled": {"handling", "done_claimed"},
    "paused": {"handling"},
    "done_claimed": {"closed", "rework"},
    "rework": {"handling"},
    "closed": {"reopen_wanted"},
    "reopen_wanted": {"handling", "closed"},
    "merged": {"reported"},
    "voided": {"reported"},
}


def test_the_table_is_that_of_the_domain():
    found = {state.value: set() for state in State}
    for step in CASE.steps.values():
        target = "reported" if callable(step.target) else str(step.target)
        for source in step.sources:
            found[str(source)].add(target)
    assert found == NEXT


def test_every_step_says_what_it_does_to_the_clocks():
    assert set(clocks.EFFECTS) == {*CASE.steps, "report"}


@pytest.mark.parametrize("state", WAYS)
def test_every_step_from_every_state(loop, monday, state):
    case = loop.bring_to(state)
    before = Case.objects.filter(pk=case.pk).values().get()
    for name, step in CASE.steps.items():
        if state in step.sources:
            continue
        with pytest.raises(WrongState), move(name, System("tests"), case.pk):
            pytest.fail("the block must not be entered")
    assert Case.objects.filter(pk=case.pk).values().get() == before


@pytest.mark.parametrize("state", WAYS)
def test_no_clock_runs_on_where_nobody_has_to_act(loop, monday, state):
    case = loop.bring_to(state)
    assert case.is_open == (state in OPEN_STATES)
    if not case.is_open:
        assert case.act_by is None
        assert case.next_reminder_at is None
        running = [told for told in clocks.accounts(case).values() if told.left and not told.deadline.paused]
        marks = {event.clock: event.mark for event in ClockEvent.objects.filter(case=case)}
        assert set(marks.values()) == {"stop"}, running
    elif state not in ("info_wanted", "paused"):
        assert case.act_by == case.next_reminder_at
        assert case.act_by is not None
