"""Workbooks from people, read so that nothing in them can hurt, nothing is lost and nothing is guessed in silence.

    sheet = Sheet("members", (Column("number", "学号"), …), left_out={"身份证号": _("…")})
    with spreadsheet.read(path, sheet) as table:
        table.missing, table.left_out, table.unknown
        for row in table.rows:
            row.number, row.values["number"], row.findings

The file is opened in a limited child process (`sandbox`) and streams through, so that memory stays bounded whatever the
number of rows. A workbook that cannot be read is a SpreadsheetError with a sentence for the person who sent it; a cell
that is doubtful is a finding on its row.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jingwei.core import sandbox

from .columns import Column, Sheet
from .rows import Finding, Row
from .workbook import Page, error_workbook, template, write

__all__ = [
    "Column",
    "Finding",
    "Page",
    "Row",
    "Sheet",
    "SpreadsheetError",
    "Table",
    "error_workbook",
    "read",
    "template",
    "write",
]

MIB = 1024 * 1024
MAX_FILE = 20 * MIB
LIMITS = sandbox.Limits(memory=256 * MIB, cpu=30, wait=40)

ERRORS = {
    "empty": gettext_lazy("这个文件是空的。请确认后再传一次。"),
    "encrypted": gettext_lazy("这个表格设了密码。请在 Excel 或 WPS 里取消密码，另存后再传。"),
    "old_format": gettext_lazy("这是旧版 .xls 表格。请在 Excel 或 WPS 里另存为 .xlsx 再传。"),
    "html": gettext_lazy("这个文件其实是网页，不是 Excel 表格。请在 Excel 或 WPS 里打开，另存为 .xlsx 再传。"),
    "csv": gettext_lazy(
        "这个文件其实是纯文本（如 CSV），不是 Excel 表格。请在 Excel 或 WPS 里打开，另存为 .xlsx 再传。"
    ),
    "not_a_workbook": gettext_lazy("这个文件不是 Excel 表格。请选择 .xlsx 文件。"),
    "cut_short": gettext_lazy("这个文件不完整，可能没有传完。请再传一次。"),
    "damaged": gettext_lazy("这个表格已损坏，打不开。请在 Excel 或 WPS 里打开，另存后再传。"),
    "unsafe": gettext_lazy("这个表格里有不安全的内容，没有读取。请在 Excel 或 WPS 里另存后再传。"),
    "bomb": gettext_lazy("这个表格展开后太大，没有读取。请只保留需要的行和列再传。"),
    "too_big": gettext_lazy("这个表格太大，没有读取。请只保留需要的行和列，或分成几份再传。"),
    "too_many_rows": gettext_lazy("这个表格行数太多，最多 {most} 行。请删去多余的行，或分成几份再传。"),
    "too_many_columns": gettext_lazy("这个表格列数太多，最多 {most} 列。请删去多余的列再传。"),
    "too_many_formulas": gettext_lazy("这个表格里公式太多。请复制后「粘贴为数值」，另存再传。"),
    "too_many_merges": gettext_lazy("这个表格里合并单元格太多。请取消合并，另存再传。"),
    "no_rows": gettext_lazy("这个表格里没有内容。"),
    "no_headings": gettext_lazy("前 10 行里没有找到表头。请对照模板检查列名。"),
}

NOTES = {
    "blank": gettext_lazy("跳过了 {count} 个空行。"),
    "totals": gettext_lazy("跳过了 {count} 个合计行。"),
    "doubled": gettext_lazy("列名重复，只读了前一列：{names}。"),
    "other_sheets": gettext_lazy("只读了工作表「{sheet}」，没有读：{names}。"),
    "macros": gettext_lazy("表格里的宏没有读取，也不会运行。"),
}


class SpreadsheetError(Exception):
    """The whole file cannot be taken. `code` is a key of ERRORS; `str(error)` is the sentence for its sender."""

    def __init__(self, code: str, **details):
        super().__init__(code)
        self.code, self.details = code, details

    def __str__(self) -> str:
        return str(ERRORS[self.code]).format(**self.details)


@dataclass(frozen=True)
class Note:
    """Something about the file that its sender should know: `code` is a key of NOTES. `rows`: row numbers, if any."""

    code: str
    details: dict
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        names = _("、").join(self.details.get("names", ()))
        return str(NOTES[self.code]).format(**{**self.details, "names": names, "count": len(self.rows)})


@dataclass
class Table:
    """A workbook being read. `rows` can be gone through once; `notes` is complete after it. Close it, or use `with`."""

    sheet: Sheet
    name: str  # of the sheet in the workbook
    heading_row: int
    found: dict[str, str]  # column name → the heading as it stands in the file
    left_out: dict[str, str]  # heading as it stands in the file → why it is left out
    unknown: tuple[str, ...]  # headings nobody asked for; their values were not read
    expected: int  # rows below the headings, blank ones and totals among them
    answers: Iterator[dict] = field(repr=False)  # what is still to come from the child process
    notes: list[Note] = field(default_factory=list)

    def __post_init__(self):
        self.rows = self._rows()

    @property
    def missing(self) -> tuple[Column, ...]:
        """Required columns that the file does not have."""
        return tuple(column for column in self.sheet.columns if column.required and column.name not in self.found)

    def close(self) -> None:
        self.rows.close()
        self.answers.close()

    def __enter__(self) -> "Table":
        return self

    def __exit__(self, *_exception) -> None:
        self.close()

    def _rows(self) -> Iterator[Row]:
        headings = {column.name: column.heading for column in self.sheet.columns}
        for answer in self.answers:
            for number, values, findings in answer.get("rows", ()):
                yield Row(number, values, tuple(Finding(name, code, headings[name]) for name, code in findings))
            for code, rows in answer.get("tail", {}).items():
                if rows:
                    self.notes.append(Note(code, {}, tuple(rows)))


def read(source: bytes | str | os.PathLike, sheet: Sheet) -> Table:
    """Open a workbook (a path, or its bytes), find its headings. Raises SpreadsheetError, also while rows are read."""
    size = len(source) if isinstance(source, bytes) else Path(source).stat().st_size
    if size > MAX_FILE:
        raise SpreadsheetError("too_big")
    job = {
        "columns": [
            {"name": column.name, "headings": column.headings, "max_length": column.max_length}
            for column in sheet.columns
        ],
        "left_out": list(sheet.left_out),
    }
    answers = _answers(job, source)
    head = next(answers)["head"]
    notes = [
        Note("doubled", {"names": head["doubled"]}) if head["doubled"] else None,
        Note("other_sheets", {"names": head["other_sheets"], "sheet": head["sheet"]}) if head["other_sheets"] else None,
        Note("macros", {}) if head["macros"] else None,
    ]
    return Table(
        sheet=sheet,
        name=head["sheet"],
        heading_row=head["row"],
        found=head["found"],
        left_out={seen: str(sheet.left_out[heading]) for seen, heading in head["left_out"].items()},
        unknown=tuple(head["unknown"]),
        expected=head["rows"],
        answers=answers,
        notes=[note for note in notes if note],
    )


def _answers(job: dict, source) -> Iterator[dict]:
    try:
        for answer in sandbox.run("jingwei.core.spreadsheet.reader", job, source, LIMITS):
            if "error" in answer:
                raise SpreadsheetError(answer["error"], **answer["details"])
            yield answer
    except sandbox.SandboxError as failed:
        raise SpreadsheetError("damaged" if failed.reason == "crash" else "too_big") from failed
