"""The states of an import. The page lets the worker read and write; the command line does both itself."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.flow import Flow, Step

from .models import ImportRun

S = ImportRun.State

RUN = Flow(
    ImportRun,
    "state",
    Step("preview", (S.READING,), S.PREVIEWED, "exchange.import", _("读取并预览"), by_clock=True),
    Step("refuse", (S.READING,), S.UNREADABLE, "exchange.import", _("没有读成"), by_clock=True),
    Step("start", (S.PREVIEWED,), S.WRITING, "exchange.import", _("确认导入")),
    Step("stop", (S.WRITING,), S.PREVIEWED, "exchange.import", _("收回确认")),
    Step("finish", (S.WRITING,), S.CONFIRMED, "exchange.import", _("写入"), by_clock=True),
    Step("confirm", (S.PREVIEWED,), S.CONFIRMED, "exchange.import", _("当场写入"), by_clock=True),
    Step("discard", (S.READING, S.UNREADABLE, S.PREVIEWED), S.DISCARDED, "exchange.import", _("放弃")),
    Step("undo", (S.CONFIRMED,), S.UNDONE, "exchange.import", _("撤销这次导入")),
)
