"""More time: by approval, at most twice, never after the case is overdue."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jingwei.cases import clocks, parties
from jingwei.cases.messages import tell
from jingwei.cases.models import Case, Extension, State
from jingwei.cases.moves import keep_promise, said
from jingwei.core import clock
from jingwei.gate.doors import change, create, one

MOST = 2
Asked = Extension.State


def request_extension(actor, pk, *, amount, reason) -> Extension:
    """Ask for `amount` more of the case's own clock, at most as much again as its category gives."""
    reason = said(reason)
    with transaction.atomic():
        case = one(actor, "cases.handle", Case, pk, lock=True)
        _check(case)
        if not 1 <= amount <= case.category.limit_amount:
            raise ValidationError(_("最多再延 %(most)s"), params={"most": case.category.limit_amount})
        if case.extensions.filter(state=Asked.ASKED).exists():
            raise ValidationError(_("已经有一份申请在等批准"))
        extension = Extension(case=case, asked_by=actor, amount=amount, reason=reason)
        create(actor, "cases.handle", extension, verb="cases.request_extension", case=case.pk)
        tell("extension_asked", case, to=parties.judges_of(case), but=actor)
    return extension


def approve_extension(actor, extension_pk) -> Extension:
    """The secretary agrees; the deadline is computed anew and the reporter told."""
    with change(actor, "cases.approve", Extension, extension_pk, verb="cases.approve_extension") as extension:
        _decide(extension, actor, Asked.GRANTED)
        with change(
            actor, "cases.approve", Case, extension.case_id, verb="cases.extend", more=extension.amount
        ) as case:
            _check(case)
            case.limit_amount += extension.amount
            clocks.refresh(case)
            keep_promise(case)
            tell("extended", case, to=[case.handler_id, *parties.audience_of(case)], but=actor)
    return extension


def refuse_extension(actor, extension_pk, *, reason) -> Extension:
    reason = said(reason)
    with change(actor, "cases.approve", Extension, extension_pk, verb="cases.refuse_extension") as extension:
        _decide(extension, actor, Asked.REFUSED)
        extension.refusal = reason
        tell("refused", extension.case, to=[extension.asked_by_id], but=actor)
    return extension


def _check(case: Case) -> None:
    if case.state not in (State.HANDLING, State.SCHEDULED, State.REWORK) or case.urgent:
        raise ValidationError(_("这件事现在不能延期"))
    if clock.now() > case.due_at:
        raise ValidationError(_("已经超时，不能再延期"))
    if case.extensions.filter(state=Asked.GRANTED).count() >= MOST:
        raise ValidationError(_("最多延期两次"))


def _decide(extension: Extension, actor, state: str) -> None:
    if extension.state != Asked.ASKED:
        raise ValidationError(_("这份申请已经有人办过了"))
    if extension.asked_by_id == actor.pk:
        raise ValidationError(_("自己申请的或已经批过的，要由另一个人批"))
    extension.state, extension.decided_by, extension.decided_at = state, actor, clock.now()
