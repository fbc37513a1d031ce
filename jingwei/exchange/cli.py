"""`jingwei import DIR`: the same actions as the pages, with the counts in print."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from rich.console import Console
from rich.table import Table

from jingwei.gate.posts import System

from .actions import confirm_import, stage_import
from .files import Upload
from .findings import HELD, sentence
from .models import ImportRun
from .queries import left_out_of, line_counts
from .sheets import SHEETS

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


def run_import(directory: Path, *, dry_run: bool, as_json: bool, console: Console) -> int:
    """Import every workbook of a folder. Returns 0, or 1 where rows wait for a decision, or 2 where nothing was done."""
    actor = System("cli")
    try:
        uploads = _uploads(directory)
        with transaction.atomic():
            with console.status(_("正在读取名单…")):
                run = stage_import(actor, uploads)
            answer = _answer(run)
            if dry_run:
                transaction.set_rollback(True)
            else:
                with console.status(_("正在写入…")):
                    confirm_import(actor, run.pk)
    except ValidationError as error:
        console.print("\n".join(error.messages), style="red", markup=False)
        return REFUSED
    if as_json:
        print(json.dumps({**answer, "dry_run": dry_run}, ensure_ascii=False, indent=1))  # noqa: T201
    else:
        _show(console, answer, dry_run)
    return TO_DECIDE if any(finding["severity"] == HELD for finding in answer["findings"]) else DONE


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
            "list": SHEETS[finding.sheet].title,
            "row": finding.row_number,
            "severity": finding.severity,
            "code": finding.code,
            "sentence": sentence(finding.code, finding.details),
        }
        for finding in run.findings.filter(accepted=False)
    ]
    return {
        **{name: run.counts[name] for name in COUNTS},
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
