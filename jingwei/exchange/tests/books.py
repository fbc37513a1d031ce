"""Small workbooks for tests, as an office would bring them."""

import io
from pathlib import Path

from jingwei.core.spreadsheet import table as spreadsheet
from jingwei.core.spreadsheet.table import Column, Page
from jingwei.exchange.rosters.sheets import SHEETS
from jingwei.exchange.runs.files import Upload

ROOT = Path(__file__).resolve().parents[3]
COLLEGE = ROOT / "jingwei" / "site" / "demo" / "college"
AS_RECEIVED = ROOT / "tests" / "data" / "college-as-received"


def folder(directory: Path) -> list[Upload]:
    return [Upload(file.name, file.read_bytes()) for file in sorted(directory.glob("*.xlsx"))]


def book(headings: list[str], rows: list[list], name: str = "名单.xlsx") -> Upload:
    """A workbook with these headings, whatever they are."""
    target = io.BytesIO()
    columns = [Column(f"c{place}", heading) for place, heading in enumerate(headings)]
    spreadsheet.write(target, [Page("Sheet1", columns, rows)])
    return Upload(name, target.getvalue())


def sheet_book(code: str, rows: list[dict]) -> Upload:
    """A workbook of one of our lists: rows as column name → value."""
    sheet = SHEETS[code]
    values = [[row.get(column.name, "") for column in sheet.columns] for row in rows]
    return book([column.heading for column in sheet.columns], values, f"{sheet.title}.xlsx")


def sleeper(index: int, room: str = "101", bed: int = 1, **other) -> dict:
    """A man of 3号楼, unless told otherwise."""
    return {
        "number": f"2026{index:06d}",
        "name": f"同学{index}",
        "gender": "男",
        "major": "软件工程",
        "class_name": "软件2601",
        "grade": "2026级",
        "building": "3号楼",
        "room": room,
        "bed": str(bed),
        "phone": f"138{index:08d}",
        **other,
    }


def houseful(count: int) -> list[dict]:
    """Four to a room, twenty rooms to a floor, six floors to a building."""
    rows = []
    for place in range(count):
        room, bed = divmod(place, 4)
        floor, door = divmod(room, 20)
        building, level = divmod(floor, 6)
        where = {"building": f"{building + 1}号楼", "room": f"{level + 1}{door + 1:02d}", "bed": str(bed + 1)}
        rows.append(sleeper(place, **where))
    return rows
