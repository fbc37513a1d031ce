"""From uploaded workbooks to rows: which one is which, whether it has what it needs, and what was not read."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.core.spreadsheet import table as spreadsheet
from jingwei.core.spreadsheet.table import Row, Sheet, SpreadsheetError, Table
from jingwei.core.spreadsheet.workbook import PROBLEMS
from jingwei.exchange.rosters.sheets import ANY, FEWEST_COLUMNS, SHEETS

LONGEST_FILE_NAME = 80


@dataclass
class Upload:
    """A workbook as it was brought: its name and its bytes, which are not kept."""

    name: str
    content: bytes


@dataclass
class Recognised:
    """A workbook that is known and being read."""

    name: str
    sheet: Sheet
    table: Table
    digest: str
    is_correction: bool  # an error workbook brought back
    rows: int = 0
    findings: list = field(default_factory=list)

    def read(self) -> Iterator[Row]:
        try:
            for row in self.table.rows:
                self.rows += 1
                yield row
        except SpreadsheetError as error:
            raise refused(self.name, str(error)) from None

    def summary(self) -> dict:
        """What the run keeps about the file."""
        return {
            "name": self.name,
            "sheet": self.sheet.code,
            "digest": self.digest,
            "rows": self.rows,
            "left_out": list(self.table.left_out),
            "unneeded": [heading for heading in self.table.unknown if heading != PROBLEMS.heading],
            "notes": [[note.code, note.details, len(note.rows)] for note in self.table.notes],
        }


@contextmanager
def opened(upload: Upload) -> Iterator[Recognised]:
    """Recognise a workbook and open it. Raises ValidationError with a sentence that names the file."""
    name, sheet = named(upload), recognise(upload)
    with _sentences(name), spreadsheet.read(upload.content, sheet) as table:
        if table.missing:
            headings = _("、").join(column.heading for column in table.missing)
            raise refused(
                name, _("看起来是{title}，但缺少这几列：{headings}。").format(title=sheet.title, headings=headings)
            )
        digest = hashlib.sha256(upload.content).hexdigest()
        yield Recognised(name, sheet, table, digest, PROBLEMS.heading in table.unknown)


def recognise(upload: Upload) -> Sheet:
    """The list that the headings fit best: all that it needs, and as much else as possible. Raises ValidationError."""
    name = named(upload)
    with _sentences(name), spreadsheet.read(upload.content, ANY) as table:
        found = set(table.found)
    best = max(SHEETS.values(), key=lambda sheet: _fit(sheet, found))
    if len(found & {column.name for column in best.columns}) < FEWEST_COLUMNS:
        titles = _("、").join(str(sheet.title) for sheet in SHEETS.values())
        raise refused(name, _("认不出这是哪一份名单。能导入的有：{titles}。请对照模板检查列名。").format(titles=titles))
    return best


def named(upload: Upload) -> str:
    """The file's name, as long as it is told."""
    return upload.name[-LONGEST_FILE_NAME:]


@contextmanager
def _sentences(name: str) -> Iterator[None]:
    try:
        yield
    except SpreadsheetError as error:
        raise refused(name, str(error)) from None


def refused(name: str, sentence: str) -> ValidationError:
    return ValidationError(_("「%(name)s」：%(sentence)s"), params={"name": name, "sentence": sentence})


def _fit(sheet: Sheet, found: set[str]) -> tuple[int, int, int]:
    own = {column.name for column in sheet.columns}
    needed = {column.name for column in sheet.columns if column.required}
    return needed <= found, len(own & found), -len(own - found)
