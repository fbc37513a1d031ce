"""挂账: asked for by the handler, agreed by the secretary and the centre, with a date on which it ends by itself."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jingwei.cases import parties
from jingwei.cases.messages import tell
from jingwei.cases.models import Case, PauseRequest, State
from jingwei.cases.moves import CLOCK, move, said
from jingwei.core import clock
from jingwei.gate.doors import change, create, one, visible

Asked = PauseRequest.State


def request_pause(actor, pk, *, until, reason) -> PauseRequest:
    """Ask to let the clock stand until a day, for a reason the reporter will read."""
    reason = said(reason)
    if until <= clock.today():
        raise ValidationError(_("请选今天以后的日期"))
    with transaction.atomic():
        case = one(actor, "cases.handle", Case, pk, lock=True)
        if case.state != State.HANDLING or case.urgent or case.personal:
            raise ValidationError(_("这件事现在不能挂账"))
        if case.pauserequests.filter(state__in=PauseRequest.PENDING).exists():
            raise ValidationError(_("已经有一份申请在等批准"))
        request = PauseRequest(case=case, asked_by=actor, until=until, reason=reason)
        create(actor, "cases.handle", request, verb="cases.request_pause", case=case.pk)
        tell("pause_asked", case, to=parties.judges_of(case), but=actor)
    return request


def approve_pause(actor, request_pk) -> PauseRequest:
    """The first level agrees: the secretary of the branch that answers for the room."""
    with change(actor, "cases.approve", PauseRequest, request_pk, verb="cases.approve_pause") as request:
        _must_be(request, Asked.ASKED)
        _by_another(request, actor)
        request.state, request.first_by, request.first_at = Asked.FIRST, actor, clock.now()
        tell("pause_asked", request.case, to=parties.centre(), but=actor)
    return request


def confirm_pause(actor, request_pk) -> PauseRequest:
    """The second level agrees: the centre. The case stands until its date."""
    with transaction.atomic():
        with change(actor, "cases.approve_second", PauseRequest, request_pk, verb="cases.confirm_pause") as request:
            _must_be(request, Asked.FIRST)
            _by_another(request, actor)
            request.state, request.decided_by, request.decided_at = Asked.GRANTED, actor, clock.now()
        with move("pause", actor, request.case_id, until=request.until.isoformat(), reason=request.reason) as case:
            case.paused_until = request.until
            tell("paused", case, to=[case.handler_id, *parties.audience_of(case)], but=actor)
    return request


def refuse_pause(actor, request_pk, *, reason) -> PauseRequest:
    """Either level says no: the secretary before, the centre after the secretary agreed."""
    reason = said(reason)
    asked = visible(actor, "cases.approve", PauseRequest).filter(pk=request_pk, state=Asked.ASKED).exists()
    level = "cases.approve" if asked else "cases.approve_second"
    with change(actor, level, PauseRequest, request_pk, verb="cases.refuse_pause") as request:
        _must_be(request, Asked.ASKED if asked else Asked.FIRST)
        _by_another(request, actor)
        request.state, request.decided_by, request.decided_at = Asked.REFUSED, actor, clock.now()
        request.refusal = reason
        tell("refused", request.case, to=[request.asked_by_id], but=actor)
    return request


def resume_due() -> int:
    """By the clock: pauses whose day has come end by themselves. Returns how many."""
    due = visible(CLOCK, "cases.clock", Case).filter(state=State.PAUSED, paused_until__lte=clock.today())
    ids = list(due.values_list("pk", flat=True))
    for pk in ids:
        with move("resume_due", CLOCK, pk) as case:
            case.paused_until = None
            tell("resumed", case, to=[case.handler_id, *parties.audience_of(case)])
    return len(ids)


def _must_be(request: PauseRequest, state: str) -> None:
    if request.state != state:
        raise ValidationError(_("这份申请已经有人办过了"))


def _by_another(request: PauseRequest, actor) -> None:
    if actor.pk in (request.asked_by_id, request.first_by_id):
        raise ValidationError(_("自己申请的或已经批过的，要由另一个人批"))
