"""`jingwei import DIR`: the same actions as the pages, with the counts in print."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from jingwei.core import progress
from jingwei.gate.posts import System

from .actions import confirm_import, stage_import
from .models import ImportRun
from .queries import left_out_of, line_counts
from .rosters.findings import HELD, sentence
from .rosters.sheets import SHEETS
from .runs.files import Upload
from .runs.waiting import CONFIRMING, STAGING, percent_of, sentence_of

DONE, TO_DECIDE, REFUSED = 0, 1, 2
COUNTS = ("students", "rooms", "members_student", "members_staff", "activists", "applicants", "branches")
LABELS = {
    "students": pgettext_lazy("count", "学生"),
    "rooms": pgettext_lazy("count", "房间"),
    "members_student": pgettext_lazy("count", "学生党员"),
    "members_staff": pgettext_lazy("count", "教工党员"),
    "activists": pgettext_lazy("count", "入党积极分子"),
    "applicants": pgettext_lazy("count", "入党申请人"),
    "branches": pgettext_lazy("count", "党支部"),
}


def run_import(
    directory: Path, *, dry_run: bool, as_json: bool, console: Console, approve_removals: bool = False
) -> int:
    """Import every workbook of a folder.

    Returns 0, or 1 where rows wait for a decision, or 2 where nothing was done; so too where more than a third would
    leave and nobody has approved that (`approve_removals`).
    """
    actor = System("cli")
    try:
        uploads = _uploads(directory)
        with transaction.atomic():
            with _bar(console, STAGING):
                run = stage_import(actor, uploads)
            answer = _answer(run)
            if dry_run:
                transaction.set_rollback(True)
            else:
                _refuse_removals(run, approve_removals)
                with _bar(console, CONFIRMING):
                    confirm_import(actor, run.pk, sweeping_ok=approve_removals)
    except ValidationError as error:
        console.print("\n".join(error.messages), style="red", markup=False)
        return REFUSED
    if as_json:
        print(json.dumps({**answer, "dry_run": dry_run}, ensure_ascii=False, indent=1))  # noqa: T201
    else:
        _show(console, answer, dry_run)
    return TO_DECIDE if any(finding["severity"] == HELD for finding in answer["findings"]) else DONE


@contextmanager
def _bar(console: Console, phases: dict) -> Iterator[None]:
    """A bar that follows the rows: a percentage, and which list is in hand."""
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(_("正在准备…"), total=100)

        def tell(at) -> None:
            bar.update(task, completed=percent_of(at, phases), description=sentence_of(at, phases))

        with progress.watched(tell):
            yield


def _refuse_removals(run: ImportRun, approved: bool) -> None:
    if run.counts["sweeping"] and not approved:
        raise ValidationError(
            _(
                "照这份名单，会有 %(count)s 名学生离开，超过现有人数的三分之一，或者超过三分之一的党组织关系会结束。"
                "什么都没有写入。名单确实完整的话，请加上 --approve-removals 再运行一次。"
            ),
            params={"count": run.counts["retired"]},
        )


def _uploads(directory: Path) -> list[Upload]:
    if not directory.is_dir():
        raise ValidationError(_("没有这个文件夹：%(path)s"), params={"path": directory})
    files = [file for file in sorted(directory.glob("*.xls*")) if not file.name.startswith(("~$", "."))]
    if not files:
        raise ValidationError(_("文件夹里没有 Excel 表格：%(path)s"), params={"path": directory})
    return [Upload(file.name, file.read_bytes()) for file in files]


def _answer(run: ImportRun) -> dict:
    findings = [
        {
            "list": str(SHEETS[finding.sheet].title),
            "row": finding.row_number,
            "severity": finding.severity,
            "code": finding.code,
            "sentence": sentence(finding.code, finding.details),
        }
        for finding in run.findings.filter(accepted=False)
    ]
    return {
        **{name: run.counts[name] for name in COUNTS},
        "removals": {"students": run.counts["retired"], "need_approval": run.counts["sweeping"]},
        "changes": line_counts(run),
        "left_out": left_out_of(run),
        "findings": findings,
    }


def _show(console: Console, answer: dict, dry_run: bool) -> None:
    table = Table(title=_("将要导入的内容（没有写入）") if dry_run else _("已导入"))
    table.add_column(_("名单"))
    table.add_column(_("数量"), justify="right")
    for name in COUNTS:
        table.add_row(str(LABELS[name]), str(answer[name]))
    console.print(table)
    for title, headings in answer["left_out"].items():
        console.print(f"{title}：{_('依法不读取')} {'、'.join(headings)}", markup=False)
    for finding in answer["findings"]:
        console.print(f"{finding['list']} {finding['row']}：{finding['sentence']}", markup=False, soft_wrap=True)
