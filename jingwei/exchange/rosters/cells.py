"""Reading single cells of a row; what is not clear becomes a finding on the row."""

import re
from collections.abc import Iterator
from datetime import date

from jingwei.core import progress, text

from .kinds import Line, Rosters
from .sheets import SHEETS

NUMBER = re.compile(r"[A-Z0-9-]{2,20}")
BLOCKING = frozenset({"too_long", "failed_cell", "digits_lost"})  # what a required cell may not have


def heading(line: Line, column: str) -> str:
    """The column's heading as our template has it."""
    return next(known.heading for known in SHEETS[line.sheet].columns if known.name == column)


def sound(rosters: Rosters, line: Line, needed: tuple[str, ...]) -> bool:
    """Whether all needed cells are there and whole; otherwise the row is held."""
    number, name = text.code(line["number"]), text.name(line["name"])
    for column, problem in line.problems:
        if column in needed and problem in BLOCKING:
            rosters.hold(line, "bad_cell", number=number, name=name, cell=problem, heading=heading(line, column))
            return False
    for column in needed:
        if not line[column]:
            rosters.hold(line, "empty", number=number, name=name, heading=heading(line, column))
            return False
    for column, problem in line.problems:
        rosters.note(line, "odd_cell", cell=problem, heading=heading(line, column))
    return True


def number_of(rosters: Rosters, line: Line, column: str = "number") -> str | None:
    number = text.code(line[column])
    if NUMBER.fullmatch(number):
        return number
    rosters.hold(line, "bad_number", name=text.name(line["name"]), value=line[column])
    return None


def date_of(rosters: Rosters, line: Line, column: str) -> date | None:
    if not line[column]:
        return None
    found = text.parse_date(line[column])
    if found is None:
        rosters.note(line, "bad_date", heading=heading(line, column), value=line[column])
        return None
    return found.date


def phone_of(rosters: Rosters, line: Line) -> str:
    if not line["phone"]:
        return ""
    found = text.phone(line["phone"])
    if found is None:
        rosters.note(line, "bad_phone", value=line["phone"])
    return found or ""


def without_doubles(rosters: Rosters, lines: list[Line]) -> Iterator[Line]:
    """The lines, each once: one that says to the letter what an earlier one said is merged and mentioned."""
    first: dict[tuple, Line] = {}
    if lines:
        progress.begin(lines[0].sheet, len(lines), share=len(lines) / rosters.size)
    for line in progress.through(lines):
        key = tuple(sorted(line.values.items()))
        if key in first:
            rosters.note(line, "twice", keep=False, row=first[key].number)
        else:
            first[key] = line
            yield line
