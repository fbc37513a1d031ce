"""To the handler and back: dispatched, taken up by one, returned with a next owner, passed on."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.cases import clocks, parties, routing
from jingwei.cases.flow import RETURNS_UNTIL_SECRETARY
from jingwei.cases.messages import tell
from jingwei.cases.models import Case, Dispatch, State
from jingwei.cases.moves import move, said
from jingwei.core import clock

Because = Dispatch.Because
Result = Dispatch.Result


def dispatch_case(actor, pk, *, to="", reason="") -> Case:
    """Hand the task out: to `to`, else to whom the last return named, else as the catalogue routes it."""
    note: dict = {}
    with move("dispatch", actor, pk, note=note, about=reason[:300]) as case:
        give_to(case, _route(case, to), note)
        tell("dispatched", case, to=parties.receivers_of(case), but=actor)
    return case


def take_case(actor, pk) -> Case:
    """The keeper handles it in person."""
    with move("take", actor, pk) as case:
        routing.Receiver(person=actor).put_on(case)
        tell("accepted", case, to=[case.reporter_id], but=actor)
    return case


def accept_case(actor, pk) -> Case:
    """Take up the task. Of two who do so at once one wins; the other gets WrongState with the case as it stands."""
    with move("accept", actor, pk) as case:
        case.handler = actor
        _answer(case, Result.ACCEPTED)
        tell("accepted", case, to=parties.audience_of(case), but=actor)
    return case


def return_case(actor, pk, *, reason, next_owner) -> Case:
    """Give the task back, with a reason and with whose it is; the third time the secretary coordinates."""
    reason, note = said(reason), {}
    with move("return", actor, pk, note=note, reason=reason) as case:
        named = routing.chosen(case, next_owner)
        if named.key == routing.receiver_of(_waiting(case)).key:
            raise ValidationError(_("请写清该由谁办，不能又是自己"))
        note["next"] = named.key
        _answer(case, Result.RETURNED, reason=reason, next_owner=named.key)
        case.handler = case.handler_desk = case.handler_building = None
        case.return_count += 1
        if case.return_count >= RETURNS_UNTIL_SECRETARY:
            case.steward_id = next(iter(parties.judges_of(case)), case.steward_id)
            tell("coordinate", case, to=parties.stewards(case), but=actor)
        else:
            tell("returned", case, to=parties.stewards(case), but=actor)
    return case


def pass_on_case(actor, pk, *, to, reason) -> Case:
    """The handler finds that it is another's work and hands it on; the time goes on running."""
    reason, note = said(reason), {}
    with move("pass_on", actor, pk, note=note, reason=reason) as case:
        receiver = routing.chosen(case, to)
        if receiver.person == actor:
            raise ValidationError(_("这件事已经在你手上"))
        case.dispatches.filter(result=Result.ACCEPTED).update(result=Result.PASSED_ON)
        give_to(case, routing.Route(receiver, Because.HANDED_ON), note)
        tell("dispatched", case, to=parties.receivers_of(case), but=actor)
    return case


def _route(case: Case, to: str) -> routing.Route:
    if to:
        return routing.Route(routing.chosen(case, to), Because.CHOSEN)
    if named := _named_by_return(case):
        return routing.Route(routing.chosen(case, named), Because.NAMED)
    return routing.route_of(case)


def give_to(case: Case, route: routing.Route, note: dict) -> None:
    """Make it the receiver's task, to be taken up within the time for signing; inside a step that leads there."""
    receiver = route.receiver
    receiver.put_on(case)
    limit = clocks.limit_of(case, clocks.SIGN)
    Dispatch.objects.create(
        case=case,
        person=receiver.person,
        desk=receiver.desk,
        wardens_of=receiver.wardens_of,
        because=route.because,
        sign_by=clocks.deadline(clock.now(), limit),
        dispatched_at=clock.now(),
    )
    note.update(to=receiver.key, because=route.because)


def _waiting(case: Case) -> Dispatch:
    return case.dispatches.get(result=Result.WAITING)


def _answer(case: Case, result: str, **fields) -> None:
    case.dispatches.filter(result=Result.WAITING).update(result=result, answered_at=clock.now(), **fields)


def _named_by_return(case: Case) -> str:
    if case.state != State.RETURNED:
        return ""
    last = case.dispatches.filter(result=Result.RETURNED).last()
    return last.next_owner if last else ""
