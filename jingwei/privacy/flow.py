"""What becomes of a request about one's own data, and of an export."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.flow import Flow, Step

from .models import Correction, ExportRequest, Objection, SubjectRequest

S, E = SubjectRequest.State, ExportRequest.State


def not_own(row, actor) -> bool:
    """Nobody decides on what they asked themselves."""
    return actor.pk != (row.asked_by_id if isinstance(row, ExportRequest) else row.subject_id)


def _requests(model, noun: str) -> Flow:
    flow = Flow(
        model,
        "state",
        Step("accept", (S.OPEN,), S.ACCEPTED, f"{noun}.decide", _("照办"), guard=not_own),
        Step("answer", (S.OPEN,), S.ANSWERED, f"{noun}.decide", _("答复"), guard=not_own),
        Step("refuse", (S.OPEN,), S.REFUSED, f"{noun}.decide", _("不照办"), guard=not_own),
        Step("withdraw", (S.OPEN,), S.WITHDRAWN, f"{noun}.withdraw", _("撤回")),
    )
    flow.read = f"{noun}.read"
    return flow


CORRECTION = _requests(Correction, "corrections")
OBJECTION = _requests(Objection, "objections")
EXPORT = Flow(
    ExportRequest,
    "state",
    Step("approve_export", (E.ASKED,), E.APPROVED, "exports.decide", _("批准"), guard=not_own),
    Step("refuse_export", (E.ASKED,), E.REFUSED, "exports.decide", _("不批准"), guard=not_own),
    Step("withdraw_export", (E.ASKED,), E.WITHDRAWN, "exports.ask", _("撤回")),
)
EXPORT.read = "exports.read"
