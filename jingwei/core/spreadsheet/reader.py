"""The child process that reads an uploaded workbook: `python -m jingwei.core.spreadsheet.reader`, see `sandbox`.

Answers: one `head` (where the headings are), `rows` in batches, one `tail`; or one `error`. Only the declared columns
leave this process; the values of all others, left out by law or merely unknown, end here.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from jingwei.core import sandbox, text
from jingwei.core.spreadsheet.checks import RefusedError, Used, open_package, scan, sheet_parts
from jingwei.core.spreadsheet.columns import Match, match

HEADING_ROWS = 10  # a heading row is looked for in this many
MAX_SHEETS = 20
BATCH = 500
LOSSLESS = 10**15  # a spreadsheet keeps 15 digits of a number
TOTALS = {"合计", "总计", "小计", "共计", "总数"}
LONGEST_HEADING = 60


def work(job: dict, source: BinaryIO) -> Iterator[dict]:
    try:
        yield from _read(job, source)
    except RefusedError as refused:
        yield {"error": refused.code, "details": refused.details}
    except PasswordError:
        yield {"error": "encrypted", "details": {}}
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError):
        yield {"error": "damaged", "details": {}}


def _read(job: dict, source: BinaryIO) -> Iterator[dict]:
    package = open_package(source)
    parts = sheet_parts(package)
    source.seek(0)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(source.read()))
    pages = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet and sheet.name in parts
    ][:MAX_SHEETS]
    candidates = []
    for name in pages:
        used = scan(package, parts[name])
        if used.rows:
            sheet = workbook.get_sheet_by_name(name)
            candidates.append((*_heading_row(sheet, job), sheet, used))
    if not candidates:
        raise RefusedError("no_rows")
    best = max(candidates, key=lambda candidate: len(candidate[1].found))
    number, matched, sheet, used = best
    if len(matched.found) < min(2, len(job["columns"])):
        raise RefusedError("no_headings")
    headings = _row(sheet, number)
    yield {
        "head": {
            "sheet": sheet.name,
            "row": number,
            "found": {name: headings[index] for name, index in matched.found.items()},
            "left_out": {headings[index]: heading for index, heading in matched.left_out.items()},
            "unknown": [headings[index] for index in matched.unknown],
            "doubled": [headings[index] for index in matched.doubled],
            "other_sheets": [other[2].name for other in candidates if other is not best],
            "macros": "xl/vbaProject.bin" in package.namelist(),
            "rows": max(used.rows - number, 0),
        }
    }
    yield from _body(sheet, number, matched, used, job["columns"])


def _heading_row(sheet: CalamineSheet, job: dict) -> tuple[int, Match]:
    """The row that matches best (the uppermost of equals), counted from 1."""
    wanted = {column["name"]: tuple(column["headings"]) for column in job["columns"]}
    best = 0, Match({}, {}, [], [])
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > HEADING_ROWS:
            break
        matched = match([text.clean(cell) for cell in cells], wanted, tuple(job["left_out"]))
        if len(matched.found) > len(best[1].found):
            best = number, matched
    return best


def _row(sheet: CalamineSheet, wanted: int) -> list[str]:
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number == wanted:
            return [text.clean(cell)[:LONGEST_HEADING] for cell in cells]
    return []


def _body(sheet: CalamineSheet, heading: int, matched: Match, used: Used, columns: list[dict]) -> Iterator[dict]:
    taken = [
        (column["name"], matched.found[column["name"]], column["max_length"])
        for column in columns
        if column["name"] in matched.found
    ]
    offset = sheet.start[1] + 1  # cells are numbered from the first used column
    merged = {index: _merged_rows(used, index + offset, heading) for _name, index, _most in taken}
    batch, blank, totals = [], [], []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number <= heading:
            continue
        values, findings = {}, []
        for name, index, most in taken:
            place = number, index + offset
            values[name], problems = _value(cells[index], most)
            if place in used.failed:
                problems.append("failed_cell")
            if place in used.formulas:
                problems.append("formula")
            if number in merged[index]:
                problems.append("merged")
            findings += [[name, problem] for problem in problems]
        if _is_total(cells):
            totals.append(number)
        elif not any(values.values()) and not findings:
            blank.append(number)
        else:
            batch.append([number, values, findings])
        if len(batch) == BATCH:
            yield {"rows": batch}
            batch = []
    yield {"rows": batch}
    yield {"tail": {"blank": blank, "totals": totals}}


def _value(cell: object, most: int) -> tuple[str, list[str]]:
    if isinstance(cell, bool):
        return str(cell).upper(), []
    value, problems = text.clean(cell), []
    if isinstance(cell, float) and abs(cell) >= LOSSLESS:
        problems.append("digits_lost")
    if len(value) > most:
        value = value[:most]
        problems.append("too_long")
    return value, problems


def _is_total(cells: list) -> bool:
    """A line that begins with 合计 or the like is arithmetic, not a person."""
    first = next((cell for cell in cells if cell != ""), "")
    return isinstance(first, str) and text.name(first).strip(":：") in TOTALS


def _merged_rows(used: Used, column: int, heading: int) -> set[int]:
    rows: set[int] = set()
    for top, left, bottom, right in used.merges:
        if left <= column <= right:
            rows.update(range(max(top, heading + 1), min(bottom, used.rows) + 1))
    return rows


if __name__ == "__main__":
    sandbox.serve(work)
