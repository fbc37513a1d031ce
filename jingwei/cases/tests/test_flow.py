"""Every state × every step: open exactly where the table says, refused everywhere else, and nothing moves by refusal."""

import pytest

from jingwei.cases import actions, clocks
from jingwei.cases.flow import CASE
from jingwei.cases.models import OPEN_STATES, Case, ClockEvent, State
from jingwei.cases.moves import move
from jingwei.core import clock
from jingwei.gate import trail
from jingwei.gate.doors import Denied
from jingwei.gate.flow import WrongState
from jingwei.gate.posts import System

from .conftest import STEPS, WAYS

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


# Nobody's step: where a post has ended the clock puts the next holder in, so that no case is held by who has left.
SUCCESSION = {"hand_over", "replace_checker", "replace_filer", "replace_dispatcher"}


def test_the_table_is_that_of_the_domain():
    found = {state.value: set() for state in State}
    for step in CASE.steps.values():
        if step.name in SUCCESSION:
            continue
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


# Every step by the person whose it is, on the cast around 5-412.
TAKEN = {
    "verify": STEPS["verify"],
    "confirm": lambda loop, pk: actions.confirm_case(loop["周晓雨"], pk, note="看过"),
    "refute": lambda loop, pk: actions.refute_case(loop["周晓雨"], pk, reason="灯是亮的"),
    "ask_info": STEPS["ask_info"],
    "give_info": lambda loop, pk: actions.give_info(loop["韩冬"], pk, text="东头那盏"),
    "file": STEPS["file"],
    "merge": STEPS["merge"],
    "void": STEPS["void"],
    "dispatch": STEPS["dispatch"],
    "take": lambda loop, pk: actions.take_case(loop["赵敏"], pk),
    "accept": STEPS["accept"],
    "return": STEPS["return"],
    "pass_on": lambda loop, pk: actions.pass_on_case(
        loop["王师傅"], pk, to=f"person:{loop['赵敏'].pk}", reason="要说一说"
    ),
    "schedule": STEPS["schedule"],
    "begin": lambda loop, pk: actions.begin_work(loop["王师傅"], pk),
    "pause": STEPS["pause"],
    "resume": lambda loop, pk: actions.resume_work(loop["王师傅"], pk),
    "claim": STEPS["claim"],
    "close": STEPS["close"],
    "send_back": STEPS["send_back"],
    "rework": lambda loop, pk: actions.begin_rework(loop["王师傅"], pk),
    "want_reopen": STEPS["want_reopen"],
    "grant_reopen": lambda loop, pk: actions.grant_reopen(loop["陈雅琴"], pk),
    "refuse_reopen": lambda loop, pk: actions.refuse_reopen(loop["陈雅琴"], pk, reason="查过，是另一盏"),
    "restore": lambda loop, pk: actions.restore_case(loop["陈雅琴"], pk, reason="看错了"),
}


@pytest.mark.parametrize(
    ("name", "source"),
    [(step.name, str(source)) for step in CASE.steps.values() if not step.by_clock for source in step.sources],
)
def test_every_step_the_table_opens_can_be_taken(loop, name, source):
    case = loop.bring_to(source)
    TAKEN[name](loop, case.pk)
    step, after = CASE.steps[name], Case.objects.get(pk=case.pk)
    assert after.state == ("reported" if callable(step.target) else step.target)
    assert after.state_since == clock.now()
    assert trail.of(after).last().verb == f"cases.{name}"


@pytest.mark.parametrize("name", [step.name for step in CASE.steps.values() if not step.by_clock])
def test_nobody_outside_takes_a_step(loop, name):
    """Neighbours, the far building, those whose post has ended, the auditor and the admin: foreign and missing look alike."""
    case = loop.bring_to(str(CASE.steps[name].sources[0]))
    for outsider in ("吴霜", "沈青", "高飞", "刘师傅", "冯远", "丁前", "钱乐", "严谨", "石工"):
        actor = loop[outsider]
        assert name not in [step.name for step in CASE.open_to(actor, case)]
        with pytest.raises(Denied), move(name, actor, case.pk):
            pytest.fail("the block must not be entered")
    assert Case.objects.get(pk=case.pk).state == case.state
