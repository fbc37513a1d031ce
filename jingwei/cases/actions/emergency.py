"""突发事件: filed and dispatched at once, and secretary, wardens and centre alarmed together."""

from jingwei.cases import parties
from jingwei.cases.messages import tell
from jingwei.cases.models import Alert, Case
from jingwei.cases.moves import ROUTER
from jingwei.gate import trail

from . import dispatch


def raise_alarm(case: Case) -> None:
    """For an emergency that is filed: nobody has to decide first who goes there and who hears of it."""
    dispatch.dispatch_case(ROUTER, case.pk)
    call_in(case, parties.alarm_line(case), Alert.Reason.EMERGENCY)
    tell("emergency", case, to=parties.alarm_line(case))
    trail.record(ROUTER, "cases.alarm", case)


def call_in(case: Case, people: list[int], reason: str) -> None:
    """Let these people see the case, whatever their posts reach."""
    Alert.objects.bulk_create(
        [Alert(case=case, person_id=person, reason=reason) for person in people], ignore_conflicts=True
    )
