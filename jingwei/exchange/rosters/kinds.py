"""What the workbooks say, once read: plain rows, and the rosters they add up to."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from jingwei.housing.actions import USUAL_BEDS
from jingwei.housing.names import BuildingName

from .findings import Finding


@dataclass(slots=True)
class Line:
    """A row of a workbook as it was staged. `problems`: column and code of what the reader found in its cells."""

    sheet: str
    number: int
    values: dict[str, str]
    problems: list

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(slots=True, frozen=True, order=True)
class Place:
    building: BuildingName
    room: str
    bed: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.building.short, self.room, self.bed) if part)


@dataclass(slots=True)
class Sleeper:
    """A student of the housing list. Without a place it is known who, but not where: the stay is left as it is."""

    number: str
    name: str
    gender: str
    place: Place | None
    line: Line
    columns: dict[str, str] = field(default_factory=dict)  # major, class, grade, phone: those the workbook has


@dataclass(slots=True)
class Belonging:
    """Somebody of one of the Party's lists."""

    number: str
    name: str
    branch: str
    standing: str
    line: Line
    gender: str = ""
    is_staff: bool = False
    columns: dict = field(default_factory=dict)  # group, duty and dates: those the workbook has
    contacts: tuple[str, ...] | None = None  # numbers; None where the workbook does not say


@dataclass(slots=True)
class BranchLine:
    name: str
    kind: str
    secretary: str = ""  # number
    has_secretary: bool = False  # whether the list says anything about the secretary that could be read


@dataclass
class Rosters:
    """All lists of a run together. `held`: numbers and names of rows that wait; nobody is sent away on their account."""

    given: set[str] = field(default_factory=set)  # codes of the lists that were brought
    partial: bool = False
    size: int = 0  # rows of all lists together
    sleepers: dict[str, Sleeper] = field(default_factory=dict)
    belongings: dict[str, Belonging] = field(default_factory=dict)
    branches: dict[str, BranchLine] = field(default_factory=dict)
    deputies: list[tuple[str, str]] = field(default_factory=list)  # number, branch
    held_numbers: set[str] = field(default_factory=set)
    held_names: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    listed: dict[str, int] = field(default_factory=dict)  # standing by list → how many were read

    def note(self, line: Line, code: str, *, keep: bool = True, **details) -> None:
        """Put a finding on a row; `keep` its values, so that it can be given back to be corrected."""
        self.findings.append(Finding(line.sheet, line.number, code, details, line.values if keep else {}))

    def hold(self, line: Line, code: str, *, number: str = "", name: str = "", **details) -> None:
        """The row waits for a person's decision; until then nothing is done to whom its number or its name may mean."""
        self.note(line, code, number=number, name=name, **details)
        if number:
            self.held_numbers.add(number)
        elif name:
            self.held_names.add(name)

    def complete(self, *sheets: str) -> bool:
        """Whether all these lists were brought whole, so that who is missing from them has left."""
        return not self.partial and self.given.issuperset(sheets)

    def rooms(self) -> Iterator[tuple[BuildingName, str, int]]:
        """Building, room number and beds of every room that somebody is said to live in."""
        beds: dict[tuple[BuildingName, str], list[int]] = {}
        for sleeper in self.sleepers.values():
            if sleeper.place:
                label = sleeper.place.bed
                beds.setdefault((sleeper.place.building, sleeper.place.room), []).append(
                    int(label) if label.isdigit() else 0
                )
        for (building, room), labels in sorted(beds.items()):
            yield building, room, max(USUAL_BEDS, len(labels), *labels)
