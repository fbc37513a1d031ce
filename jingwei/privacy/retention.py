"""How long requests, files and records of looking are kept."""

from collections.abc import Sequence

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from jingwei.gate import periods
from jingwei.gate.periods import ago, keep

from .models import BreakGlass, Correction, DataCopy, ExportRequest, Inquiry, MadeFile, NoticeDelay, Objection


def erase_files(rows: Sequence[MadeFile]) -> None:
    for row in rows:
        if row.key:
            default_storage.delete(row.key)
    periods.delete(rows)


def asked_long_ago(model):
    return lambda: model.objects.filter(asked_at__lt=ago(years=3)).exclude(state="open")


def ended_long_ago(model):
    return lambda: model.objects.filter(end__lt=ago(years=3))


for model, code, words in (
    (Correction, "privacy.corrections", _("更正申请：三年")),
    (Objection, "privacy.objections", _("异议：三年")),
):
    keep(model, "D16", code, words, due=asked_long_ago(model), stamp=("asked_at",))
for model, code, words in (
    (DataCopy, "privacy.copies", _("要过档案的记录：三年，文件七天")),
    (ExportRequest, "privacy.exports", _("导出的记录：三年，文件七天")),
):
    data_class = "D16" if model is DataCopy else "D19"
    keep(model, data_class, code, words, due=asked_long_ago(model), stamp=("serial",), erase=erase_files)
for model, code, words in (
    (BreakGlass, "privacy.glass", _("破窗记录：三年")),
    (Inquiry, "privacy.inquiries", _("查询记录：三年")),
    (NoticeDelay, "privacy.delays", _("推迟告知的决定：三年")),
):
    keep(model, "D17", code, words, due=ended_long_ago(model), stamp=("start",))
