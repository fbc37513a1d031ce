"""Deadlines follow from what was recorded, and can be told line by line."""

import itertools
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jingwei.cases import actions, clocks, queries
from jingwei.cases.actions import report
from jingwei.cases.models import Case, ClockEvent
from jingwei.cases.promise import answer_by
from jingwei.core import clock
from jingwei.gate.doors import Denied
from jingwei.terms.worktime import ZERO, Clock, Kind, measure

pytestmark = pytest.mark.django_db


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_the_promise_on_the_receipt_is_the_latest_answer(loop, monday):
    case = loop.report()  # Monday 9:00: accepted until 15:00 at the latest, then two work days
    assert case.act_by == monday.replace(hour=15)
    assert case.promised_at == monday.replace(hour=15) + timedelta(days=2)
    assert case.promised_at == answer_by(loop.category())


def test_filing_starts_the_handling_clock_and_the_promise_is_kept(loop, monday):
    case = loop.bring_to("handling")
    assert case.due_at == monday + timedelta(days=2)
    assert case.due_at < case.promised_at


def test_waiting_for_the_reporter_does_not_count(loop, monday):
    case = loop.bring_to("info_wanted")
    with clock.travel(monday + timedelta(days=2)):
        actions.give_info(loop["韩冬"], case.pk, text="东头那盏")
        assert fresh(case).act_by == monday.replace(hour=15) + timedelta(days=2)


def test_while_it_is_returned_the_handling_clock_stands(loop, monday):
    case = loop.bring_to("returned")
    with clock.travel(monday + timedelta(days=1)):
        actions.dispatch_case(loop["赵敏"], case.pk)
    assert fresh(case).due_at == monday + timedelta(days=3)


def test_a_pause_needs_two_levels_and_ends_by_itself(loop, monday):
    case = loop.bring_to("handling")
    until = clock.today() + timedelta(days=3)
    request = actions.request_pause(loop["王师傅"], case.pk, until=until, reason="等配件")
    for name in ("罗宁", "王师傅", "冯远", "赵敏"):
        with pytest.raises(Denied):
            actions.approve_pause(loop[name], request.pk)
    with pytest.raises(ValidationError):
        actions.confirm_pause(loop["罗宁"], request.pk)  # not before the secretary
    actions.approve_pause(loop["陈雅琴"], request.pk)
    with pytest.raises(Denied):
        actions.confirm_pause(loop["陈雅琴"], request.pk)
    actions.confirm_pause(loop["罗宁"], request.pk)
    paused = fresh(case)
    assert (paused.state, paused.paused_until, paused.act_by) == ("paused", until, None)
    with clock.travel(monday + timedelta(days=2)):
        assert actions.resume_due() == 0
    with clock.travel(monday + timedelta(days=3)):
        assert (actions.resume_due(), actions.resume_due()) == (1, 0)
    resumed = fresh(case)
    assert resumed.state == "handling"
    assert resumed.due_at == monday + timedelta(days=7)  # three working days stood still, and a weekend came between
    assert resumed.promised_at == resumed.due_at


def test_a_refused_pause_says_why_and_may_be_asked_again(loop):
    case = loop.bring_to("handling")
    until = clock.today() + timedelta(days=3)
    first = actions.request_pause(loop["王师傅"], case.pk, until=until, reason="等配件")
    with pytest.raises(ValidationError):
        actions.request_pause(loop["王师傅"], case.pk, until=until, reason="等配件")
    refused = actions.refuse_pause(loop["陈雅琴"], first.pk, reason="仓库里有")
    assert (refused.state, refused.refusal) == ("refused", "仓库里有")
    with pytest.raises(ValidationError):
        actions.approve_pause(loop["陈雅琴"], first.pk)
    actions.request_pause(loop["王师傅"], case.pk, until=until, reason="型号不对，还是要等")


def test_a_request_lapses_when_the_work_is_done_before(loop):
    case = loop.bring_to("handling")
    request = actions.request_pause(loop["王师傅"], case.pk, until=clock.today() + timedelta(days=3), reason="等配件")
    actions.claim_done(loop["王师傅"], case.pk, outcome="配件到了，换好了")
    request.refresh_from_db()
    assert request.state == "lapsed"
    assert queries.approvals(loop["陈雅琴"]) == []


def test_an_extension_twice_at_most_and_never_after_overdue(loop, monday):
    case = loop.bring_to("handling")
    for _time in range(2):
        extension = actions.request_extension(loop["王师傅"], case.pk, amount=1, reason="要两个人")
        with pytest.raises(Denied):
            actions.approve_extension(loop["赵敏"], extension.pk)
        actions.approve_extension(loop["陈雅琴"], extension.pk)
    extended = fresh(case)
    assert (extended.limit_amount, extended.due_at) == (4, monday + timedelta(days=4))
    with pytest.raises(ValidationError, match="两次"):
        actions.request_extension(loop["王师傅"], case.pk, amount=1, reason="再等等")
    late = loop.bring_to("handling")
    waiting = actions.request_extension(loop["王师傅"], late.pk, amount=1, reason="要两个人")
    with clock.travel(monday + timedelta(days=2, minutes=1)):
        with pytest.raises(ValidationError, match="超时"):
            actions.request_extension(loop["王师傅"], late.pk, amount=1, reason="要两个人")
        with pytest.raises(ValidationError, match="超时"):
            actions.approve_extension(loop["陈雅琴"], waiting.pk)
    assert fresh(late).limit_amount == 2


def test_rework_goes_on_in_a_new_stretch_of_the_same_clock(loop, monday):
    case = loop.bring_to("done_claimed")
    with clock.travel(monday + timedelta(hours=2)):
        actions.send_back(loop["孙悦"], case.pk, reason="还在闪")
    assert fresh(case).due_at == monday.replace(hour=11) + timedelta(days=2)
    assert set(case.clock_events.filter(clock="handle").values_list("run", flat=True)) == {1}


def test_every_deadline_can_be_told_line_by_line(loop, monday):
    case = loop.bring_to("handling")
    with clock.travel(monday + timedelta(days=1, hours=10)):  # Tuesday 19:00
        told = {line.clock: line for line in queries.deadline_lines(fresh(case))}
        handle = told["handle"]
        assert handle.due_at == fresh(case).due_at
        assert [str(line.what) for line in handle.lines if line.counts] == ["计时"] * 4
        assert handle.used == timedelta(hours=15)
        assert handle.left == timedelta(hours=1)
        shown = queries.progress(fresh(case))
    assert (shown.percent, shown.late, shown.paused) == (94, False, False)
    assert all(first.end == second.start for first, second in zip(handle.lines, handle.lines[1:], strict=False))
    assert queries.progress(loop.report()) is None


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["return", "dispatch", "accept", "claim", "send_back", "rework", "pass"]),
            st.integers(1, 3000),
        ),
        max_size=8,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_account_adds_up(loop, monday, monkeypatch, steps):
    """Any walk through the loop: runs are orderly, lines join without gap, and what is counted is office time."""
    monkeypatch.setattr(report, "REPORTS_A_DAY", 1000)  # each walk is one more of the same day
    case = loop.bring_to("dispatched")
    at = monday
    for step, minutes in steps:
        at += timedelta(minutes=minutes)
        with clock.travel(at):
            _take_if_open(loop, case.pk, step)
    with clock.travel(at + timedelta(days=1)):
        account = clocks.accounts(fresh(case))["handle"]
    lines = [line.segment for line in account.lines]
    assert all(first.end == second.start for first, second in itertools.pairwise(lines))
    counted = sum((segment.length for segment in lines if segment.kind is Kind.COUNTED), ZERO)
    assert account.used == counted
    whole = measure(lines[0].start, lines[-1].end, Clock.WORK_DAY, clocks.office_calendar())
    assert account.used <= whole
    marks = list(ClockEvent.objects.filter(case=case, clock="handle").values_list("mark", flat=True))
    assert marks[0] == "start"
    assert all(first != second for first, second in itertools.pairwise(marks))


def _take_if_open(loop, pk, step):
    from .conftest import STEPS

    state = Case.objects.get(pk=pk).state
    fitting = {
        "dispatched": ("return", "accept"),
        "returned": ("dispatch",),
        "handling": ("claim",),
        "done_claimed": ("send_back",),
        "rework": ("rework",),
    }
    if step not in fitting.get(state, ()):
        return
    if step == "rework":
        actions.begin_rework(loop["王师傅"], pk)
    elif step == "dispatch" or (step == "return" and Case.objects.get(pk=pk).return_count >= 2):
        by = "赵敏" if Case.objects.get(pk=pk).return_count < 3 else "陈雅琴"
        if step == "dispatch":
            actions.dispatch_case(loop[by], pk, to=f"wardens:{loop.cast.buildings['5'].pk}")
    else:
        STEPS[step](loop, pk)
