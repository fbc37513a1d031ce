"""How long an import can be looked at and taken back. The workbooks themselves are never kept."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jingwei.gate.periods import ago, keep

from .models import ImportFinding, ImportJournal, ImportLine, ImportRun, StagedRows

CONTENTS = (StagedRows, ImportFinding, ImportLine, ImportJournal)


def due():
    held = Q()
    for model in CONTENTS:
        held |= Q(pk__in=model.objects.values("run"))
    return ImportRun.objects.filter(held, created_at__lt=ago(days=30))


def erase(runs: Sequence[ImportRun]) -> None:
    """That there was an import stays; what it said of people goes, and with it the way back."""
    for model in CONTENTS:
        model.objects.filter(run__in=[run.pk for run in runs]).delete()


keep(
    ImportRun,
    "D02",
    "exchange.imports",
    _("导入的名单：三十天，原文件不保存"),
    due=due,
    stamp=("created_at",),
    erase=erase,
    deletes=False,
)
