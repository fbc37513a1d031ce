"""Workbooks that Jingwei hands out: templates, and the rows that have to be corrected."""

import io
from collections import defaultdict

from jingwei.core.spreadsheet import table as spreadsheet
from jingwei.core.spreadsheet.table import Row, Sheet
from jingwei.exchange.models import ImportRun

from .findings import NOTE, sentence


def template(sheet: Sheet) -> bytes:
    target = io.BytesIO()
    spreadsheet.template(target, sheet)
    return target.getvalue()


def corrections(run: ImportRun, sheet: Sheet) -> bytes:
    """The rows of a list that wait or want a look, with what is said about them; brought back, it adds and corrects."""
    rows: dict[int, Row] = {}
    problems: dict[int, list[str]] = defaultdict(list)
    for finding in run.findings.filter(sheet=sheet.code, accepted=False).exclude(severity=NOTE).order_by("row_number"):
        rows.setdefault(finding.row_number, Row(finding.row_number, finding.values))
        problems[finding.row_number].append(sentence(finding.code, finding.details))
    target = io.BytesIO()
    spreadsheet.error_workbook(target, sheet, rows.values(), problems)
    return target.getvalue()
