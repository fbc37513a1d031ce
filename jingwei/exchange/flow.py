"""The states of an import."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.flow import Flow, Step

from .models import ImportRun

S = ImportRun.State

RUN = Flow(
    ImportRun,
    "state",
    Step("confirm", (S.PREVIEWED,), S.CONFIRMED, "exchange.import", _("确认导入")),
    Step("discard", (S.PREVIEWED,), S.DISCARDED, "exchange.import", _("放弃")),
    Step("undo", (S.CONFIRMED,), S.UNDONE, "exchange.import", _("撤销这次导入")),
)
