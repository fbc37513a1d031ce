"""Pauses and extensions that handlers ask for: what waits for the caller's yes or no."""

from datetime import date

from ninja import Field

from jingwei.api.schemas import Id, Input, Output, Receipt, Text, receipt
from jingwei.cases import actions
from jingwei.cases.models import Extension, PauseRequest
from jingwei.cases.queries import approvals
from jingwei.gate.doors import Denied

from .endpoints import endpoints
from .schemas import CaseCard


class ApprovalOut(Output):
    id: int
    kind: str = Field(description="pause or extension")
    case: CaseCard
    asked_by: str
    reason: str
    until: date | None
    amount: int | None
    unit: str


class Refusal(Input):
    reason: Text = Field(min_length=1, max_length=300)


@endpoints.get("/approvals", "cases.approve", list[ApprovalOut])
def approval_list(request):
    """Requests that wait for the caller's decision."""
    return [_told(row) for row in approvals(request.user)]


@endpoints.post("/pauses/{int:pause}/approve", "cases.approve", Receipt)
def pause_approve(request, pause: Id):
    """Agree to a pause, at the caller's level: the secretary first, the centre second."""
    row = _waiting(request.user, PauseRequest, pause)
    agree = actions.approve_pause if row.state == PauseRequest.State.ASKED else actions.confirm_pause
    return _receipt(agree(request.user, pause))


@endpoints.post("/pauses/{int:pause}/refuse", "cases.approve", Receipt)
def pause_refuse(request, pause: Id, body: Refusal):
    """Refuse a pause, with a reason."""
    _waiting(request.user, PauseRequest, pause)
    return _receipt(actions.refuse_pause(request.user, pause, reason=body.reason))


@endpoints.post("/extensions/{int:extension}/approve", "cases.approve", Receipt)
def extension_approve(request, extension: Id):
    """Grant more time."""
    _waiting(request.user, Extension, extension)
    return _receipt(actions.approve_extension(request.user, extension))


@endpoints.post("/extensions/{int:extension}/refuse", "cases.approve", Receipt)
def extension_refuse(request, extension: Id, body: Refusal):
    """Refuse more time, with a reason."""
    _waiting(request.user, Extension, extension)
    return _receipt(actions.refuse_extension(request.user, extension, reason=body.reason))


def _waiting(actor, model, pk: int):
    for row in approvals(actor):
        if isinstance(row, model) and row.pk == pk:
            return row
    raise Denied


def _receipt(row) -> dict:
    return receipt(row.pk, f"/cases/{row.case_id}")


def _told(row) -> dict:
    is_pause = isinstance(row, PauseRequest)
    return {
        "id": row.pk,
        "kind": "pause" if is_pause else "extension",
        "case": row.case,
        "asked_by": row.asked_by.name,
        "reason": row.reason,
        "until": row.until if is_pause else None,
        "amount": None if is_pause else row.amount,
        "unit": "" if is_pause else row.case.get_limit_clock_display(),
    }
