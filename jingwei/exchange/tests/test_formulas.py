"""What a workbook of ours holds is text, whatever it begins with: in every column of every list."""

import io
import zipfile

import openpyxl
import pytest

from jingwei.exchange.actions import stage_import
from jingwei.exchange.models import ImportFinding
from jingwei.exchange.rosters.sheets import SHEETS
from jingwei.exchange.rosters.workbooks import corrections, template
from jingwei.gate.posts import System

from .books import sheet_book, sleeper

pytestmark = pytest.mark.django_db
BEGINNINGS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u200b=", "'="]
BODIES = ["1+1", 'HYPERLINK("http://example.org","看")', "cmd|'/c calc'!A0"]
PAYLOADS = [beginning + body for beginning in BEGINNINGS for body in BODIES]


@pytest.mark.parametrize("code", SHEETS)
def test_no_column_of_an_error_workbook_comes_alive(code, figure):
    assert len(PAYLOADS) >= 40
    sheet = SHEETS[code]
    run = stage_import(System("cli"), [sheet_book("housing", [sleeper(1)])], partial=True)
    run.findings.all().delete()
    ImportFinding.objects.bulk_create(
        ImportFinding(
            run=run,
            sheet=code,
            row_number=number,
            severity="held",
            code="bad_number",
            details={"value": payload},
            values={column.name: payload for column in sheet.columns},
        )
        for number, payload in enumerate(PAYLOADS, start=2)
    )
    content = corrections(run, sheet)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=2))
    assert len(rows) == len(PAYLOADS)
    for row, payload in zip(rows, PAYLOADS, strict=True):
        assert len(row) == len(sheet.columns) + 1  # and the column of problems
        assert {cell.data_type for cell in row} == {"s"}
        assert {cell.value.replace("_x000D_", "\r") for cell in row[:-1]} == {payload}
        assert payload.strip() in row[-1].value.replace("_x000D_", "\r")
    assert_dead(content)
    figure("B3", f"{code}: {len(PAYLOADS)} payloads in each of {len(sheet.columns) + 1} columns, 0 alive")


@pytest.mark.parametrize("code", SHEETS)
def test_a_template_holds_nothing_that_is_calculated(code):
    assert_dead(template(SHEETS[code]))


def assert_dead(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))}
    for name, part in parts.items():
        assert "<f>" not in part, name
        assert "<f " not in part, name
        assert "<hyperlink" not in part, name
        assert 'TargetMode="External"' not in part, name
    assert not any("externalLink" in name for name in parts)
