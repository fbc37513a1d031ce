"""换人跟进: a post has ended, and what was in its hands goes to whoever comes next. As often as one likes, it moves once."""

from django.core.exceptions import ValidationError
from django.db import transaction

from jingwei.cases import parties, routing
from jingwei.cases.adrift import adrift, is_adrift
from jingwei.cases.flow import RETURNS_UNTIL_SECRETARY
from jingwei.cases.messages import tell
from jingwei.cases.models import Case, Dispatch, State
from jingwei.cases.moves import CLOCK, move
from jingwei.core import clock

from .checking import choose_checker
from .dispatch import give_to

Result = Dispatch.Result


def hand_over_due() -> int:
    """By the clock. Returns how many cases have somebody new."""
    found = [(who, pk) for who, rows in adrift().items() for pk in rows.order_by("pk").values_list("pk", flat=True)]
    return sum(_hand_over(who, pk) for who, pk in found)


def hand_over_now(pk: int) -> bool:
    """The same for one case, so that whoever reads it never meets somebody who has left."""
    return is_adrift(pk) and sum(_hand_over(who, pk) for who in HEIRS) > 0


def _hand_over(who: str, pk: int) -> bool:
    with transaction.atomic():
        case = adrift()[who].select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
        return case is not None and HEIRS[who](case)  # None: another worker was here


def _replace_handler(case: Case) -> bool:
    route, note = routing.successor_of(case), {}
    if route is None or _is_there_already(case, route.receiver):
        return False
    with move("hand_over", CLOCK, case.pk, note=note) as case:
        held = case.dispatches.filter(result__in=[Result.WAITING, Result.ACCEPTED])
        held.update(result=Result.LEFT, answered_at=clock.now())
        give_to(case, route, note)
        case.scheduled_for = case.paused_until = case.claimed_at = None
        tell("dispatched", case, to=parties.receivers_of(case))
        tell("handed_over", case, to=parties.audience_of(case))
    return True


def _replace_checker(case: Case) -> bool:
    note: dict = {}
    try:
        chosen = choose_checker(case, but=case.checker_id)
    except ValidationError:  # nobody is left to ask; the ladder of reminders says so
        return False
    with move("replace_checker", CLOCK, case.pk, note=note) as case:
        case.checker = chosen.person
        note.update(checker=str(chosen.person), because=chosen.because)
        tell("claimed", case, to=[case.checker_id])
    return True


def _replace_steward(case: Case) -> bool:
    step = "replace_filer" if case.state == State.REPORTED else "replace_dispatcher"
    coordinates = case.return_count >= RETURNS_UNTIL_SECRETARY
    stand_in = parties.steward_for(case.building, case.floor, case.home_room)
    found = next(iter(parties.coordinators(case)), None) if coordinates else stand_in
    if found is None and not parties.keepers_of(case.home_room):
        return False
    with move(step, CLOCK, case.pk) as case:
        case.steward_id = found
        tell("coordinate" if coordinates else "stood_in" if found else "reported", case, to=parties.stewards(case))
    return True


def _is_there_already(case: Case, receiver: routing.Receiver) -> bool:
    """A personal need at a desk that nobody mans waits there for whoever comes."""
    return case.handler_id is None and receiver.desk is not None and receiver.desk == case.handler_desk


HEIRS = {"handler": _replace_handler, "checker": _replace_checker, "steward": _replace_steward}
