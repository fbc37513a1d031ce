"""Writes workbooks: text stays text, whatever it begins with, so that no cell becomes a formula or a link."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

import xlsxwriter

from .columns import Column, Sheet
from .rows import Row

MARK = Column("mark", "水印", required=False, width=30)
MARK_EVERY = 2  # columns between two columns of the mark: a picture of any three shows it
PROBLEMS = Column("problems", "问题", required=False, width=60)  # part of the file's format, so in Chinese always
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # a saved-as CSV would bring these to life
LISTS = "选项"  # a hidden sheet: the choices that are too long for a drop-down's own list
MAX_TEXT = 32_767  # characters in a cell
MAX_INLINE_CHOICES = 255  # characters of a drop-down's own list
ROWS_WITH_CHOICES = 5_000
WIDTHS = range(8, 41)

HEADING = {
    "bold": True,
    "bg_color": "#E8EEF7",
    "border": 1,
    "border_color": "#B8C4D6",
    "text_wrap": True,
    "valign": "top",
}
REQUIRED = {**HEADING, "bg_color": "#DCE8FA"}
TEXT = {"num_format": "@", "valign": "top"}
LITERAL = {**TEXT, "quote_prefix": True}
DATE = {"num_format": "yyyy-mm-dd", "valign": "top"}
PROBLEM = {**TEXT, "font_color": "#B42318", "text_wrap": True}
MARKED = {"num_format": "@", "bg_color": "#FCE9DC", "font_color": "#9A3412", "font_size": 8, "valign": "top"}
PROBLEM_HEADING = {**HEADING, "font_color": "#FFFFFF", "bg_color": "#B42318"}


@dataclass(frozen=True)
class Page:
    """One sheet: columns, and rows of values in the columns' order (text, number, date or None)."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]] = ()


def write(target: str | BinaryIO, pages: Iterable[Page]) -> None:
    """Write a workbook to a path or an open binary file. Rows stream through: they may be a generator."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as workbook:
        styles = _Styles(workbook)
        lists: list[tuple[str, ...]] = []
        for page in pages:
            _write_page(workbook.add_worksheet(page.title), page, styles, lists)
        if lists:
            _write_lists(workbook.add_worksheet(LISTS), lists)


def write_marked(target: str | BinaryIO, page: Page, mark: str) -> None:
    """One sheet that says on every line, over the headings and on every printed page whose copy it is."""
    columns: list[Column] = []
    for index, column in enumerate(page.columns):
        columns += [MARK, column] if index % MARK_EVERY == 0 else [column]
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, {**options, "constant_memory": True}) as workbook:
        workbook.set_properties({"title": page.title, "comments": mark})
        styles = _Styles(workbook)
        worksheet = workbook.add_worksheet(page.title)
        printed = mark.replace("&", "&&")
        worksheet.set_header(f"&L{printed}&R&P / &N")
        worksheet.set_footer(f"&C{printed}")
        worksheet.repeat_rows(0, 1)
        for index, column in enumerate(columns):
            worksheet.set_column(index, index, column.width or 16, styles.text)
            worksheet.write_string(0, index, mark if column is MARK else "", styles.marked)
        worksheet.freeze_panes(2, 1)
        for index, column in enumerate(columns):
            worksheet.write_string(1, index, column.heading, styles.of_heading(column))
        for number, row in enumerate(page.rows, start=2):
            values = iter(row)
            for index, column in enumerate(columns):
                if column is MARK:
                    worksheet.write_string(number, index, mark, styles.marked)
                else:
                    _write_cell(worksheet, number, index, next(values), styles, column)


def template(target: str | BinaryIO, sheet: Sheet) -> None:
    """An empty workbook to fill in, with drop-downs and hints."""
    write(target, [Page(str(sheet.title or sheet.code), sheet.columns)])


def error_workbook(target: str | BinaryIO, sheet: Sheet, rows: Iterable[Row], problems: Mapping[int, Sequence]) -> None:
    """Give rows back with what is wrong in a red last column, to be corrected and brought again.

    `problems`: row number → sentences. The last column is not read when the workbook comes back: it
    stands among the table's unknown headings, which tells a correction from a first upload.
    """
    columns = (*sheet.columns, PROBLEMS)
    given = (
        (
            *(row.values.get(column.name, "") for column in sheet.columns),
            "\n".join(str(problem) for problem in problems.get(row.number, ())),
        )
        for row in rows
    )
    write(target, [Page(str(sheet.title or sheet.code), columns, given)])


class _Styles:
    def __init__(self, workbook: xlsxwriter.Workbook):
        self.heading, self.required = workbook.add_format(HEADING), workbook.add_format(REQUIRED)
        self.text, self.literal, self.date = (workbook.add_format(style) for style in (TEXT, LITERAL, DATE))
        self.marked = workbook.add_format(MARKED)
        self.problem, self.problem_heading = workbook.add_format(PROBLEM), workbook.add_format(PROBLEM_HEADING)

    def of_heading(self, column: Column):
        if column is PROBLEMS:
            return self.problem_heading
        return self.required if column.required else self.heading

    def of_text(self, text: str, column: Column):
        if column is PROBLEMS:
            return self.problem
        return self.literal if text.startswith(LIVE) else self.text


def _write_page(worksheet, page: Page, styles: _Styles, lists: list) -> None:
    worksheet.freeze_panes(1, 0)
    for index, column in enumerate(page.columns):
        width = column.width or max(WIDTHS.start, min(WIDTHS.stop, 2 * len(column.heading) + 4))
        worksheet.set_column(index, index, width, styles.text)
        if column.choices:
            worksheet.data_validation(1, index, ROWS_WITH_CHOICES, index, _choice(column, lists))
    for index, column in enumerate(page.columns):
        worksheet.write_string(0, index, column.heading, styles.of_heading(column))
        if column.hint:
            worksheet.write_comment(0, index, str(column.hint))
    for number, row in enumerate(page.rows, start=1):
        for index, value in enumerate(row):
            _write_cell(worksheet, number, index, value, styles, page.columns[index])


def _write_cell(worksheet, row: int, index: int, value: object, styles: _Styles, column: Column) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        worksheet.write_datetime(row, index, value, styles.date)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        worksheet.write_number(row, index, value)
    else:
        text = str(value)[:MAX_TEXT]
        worksheet.write_string(row, index, text, styles.of_text(text, column))


def _choice(column: Column, lists: list) -> dict:
    """A drop-down; what is not in it may still be typed, the import then says what it thinks of it."""
    choices = tuple(str(choice) for choice in column.choices)
    source: object = list(choices)
    if len(",".join(choices)) > MAX_INLINE_CHOICES or any("," in choice for choice in choices):
        if choices not in lists:
            lists.append(choices)
        letter = xlsxwriter.utility.xl_col_to_name(lists.index(choices))
        source = f"='{LISTS}'!${letter}$1:${letter}${len(choices)}"
    return {"validate": "list", "source": source, "error_type": "warning"}


def _write_lists(worksheet, lists: list) -> None:
    worksheet.hide()
    for number in range(max(map(len, lists))):
        for index, choices in enumerate(lists):
            if number < len(choices):
                worksheet.write_string(number, index, choices[number])
