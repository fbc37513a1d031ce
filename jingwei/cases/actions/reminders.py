"""The ladder of reminders: who must act → keeper → secretary → committee. Run as often as one likes, it tells each once."""

from django.db import transaction

from jingwei.cases import clocks, parties
from jingwei.cases.adrift import TRIAGE
from jingwei.cases.flow import RETURNS_UNTIL_SECRETARY
from jingwei.cases.messages import tell
from jingwei.cases.models import OPEN_STATES, Alert, Case, State
from jingwei.cases.moves import CLOCK
from jingwei.core import clock
from jingwei.gate.doors import change, visible
from jingwei.terms.worktime import Clock

from .checking import choose_checker
from .emergency import call_in

RUNGS = ("acting", "keeper", "secretary", "committee")
GAPS = (clocks.Limit(4, Clock.WORK_HOUR), clocks.Limit(1, Clock.WORK_DAY), clocks.Limit(1, Clock.WORK_DAY))
URGENT_GAP = clocks.Limit(1, Clock.URGENT_HOUR)


def remind_due() -> int:
    """By the clock. Each due case climbs one rung; the case says when the next is due. Returns how many climbed."""
    due = visible(CLOCK, "cases.clock", Case).filter(state__in=OPEN_STATES, next_reminder_at__lte=clock.now())
    return sum(_climb(pk) for pk in list(due.order_by("next_reminder_at").values_list("pk", flat=True)))


def _climb(pk: int) -> bool:
    with transaction.atomic():
        rows = visible(CLOCK, "cases.clock", Case).select_for_update(of=("self",), skip_locked=True)
        due = rows.filter(pk=pk, next_reminder_at__lte=clock.now()).first()
        if due is None:
            return False  # another worker was here
        rung = RUNGS[due.reminder_level]
        with change(CLOCK, "cases.clock", Case, pk, verb="cases.remind", rung=rung) as case:
            _find_somebody(case, rung)
            people = _people(case, rung)
            if rung in ("secretary", "committee"):
                call_in(case, people, Alert.Reason.OVERDUE)
            tell("remind" if rung == "acting" else "overdue", case, to=people)
            _set_next(case)
    return True


def _find_somebody(case: Case, rung: str) -> None:
    """Whoever should act may be gone or silent: the next one steps in."""
    if case.state in TRIAGE and case.return_count < RETURNS_UNTIL_SECRETARY and not case.personal:
        before, case.steward_id = case.steward_id, parties.steward_for(case.building, case.floor, case.home_room)
        if case.steward_id and case.steward_id != before:
            tell("stood_in", case, to=[case.steward_id])
    if rung == "keeper" and case.state == State.DONE_CLAIMED and not case.personal:
        case.checker = choose_checker(case, but=case.checker_id).person
        tell("claimed", case, to=[case.checker_id])


def _people(case: Case, rung: str) -> list[int]:
    """Of a personal matter only the desk is ever told."""
    if case.personal:
        return parties.acting(case) if rung == "acting" else parties.members_of(case.handler_desk)
    if rung == "acting":
        return parties.acting(case)
    if rung == "keeper":
        return parties.stewards(case)
    return parties.judges_of(case) if rung == "secretary" else [*parties.centre(), *parties.committee()]


def _set_next(case: Case) -> None:
    gaps = (URGENT_GAP,) * len(GAPS) if case.urgent else GAPS
    if case.reminder_level < len(gaps):
        case.next_reminder_at = clocks.deadline(clock.now(), gaps[case.reminder_level])
        case.reminder_level += 1
    else:
        case.next_reminder_at = None
