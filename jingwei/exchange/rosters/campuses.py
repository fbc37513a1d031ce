"""Which campus a building of the housing list stands on: numbers are given out anew on every campus."""

from collections import defaultdict

from jingwei.core import text
from jingwei.housing.names import BuildingName, building_number, same_campus, split_campus

from .kinds import Line
from .known import Known


class WhichCampus(Exception):
    """The row does not say on which campus, and it may be any of several."""

    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


class Campuses:
    """What the database and the list itself say of campuses, gathered before the first row is read."""

    def __init__(self, known: Known, lines: list[Line]):
        self.first, *others = known.campuses or [""]
        self.names = [name for name in (self.first, *others) if name]
        self.by_number: dict[int, set[str]] = defaultdict(set)  # building number → campuses that have one
        for building in known.buildings:
            self.by_number[building.number].add(building.campus)
        for line in lines:
            written, number = self._written(line)
            if written and number:
                self.by_number[number].add(self._called(written))

    def building(self, line: Line) -> BuildingName | None:
        """The building of the row, None where none can be read. Raises WhichCampus where only the campus is open."""
        written, number = self._written(line)
        if number is None:
            return None
        if written:
            return BuildingName(number, self._called(written))
        there = self.by_number.get(number, set())
        if len(there) == 1:
            return BuildingName(number, *there)
        if there or len(self.names) > 1:
            raise WhichCampus(number)
        return BuildingName(number)

    def _written(self, line: Line) -> tuple[str, int | None]:
        before, rest = split_campus(line["building"])
        return text.name(line["campus"]) or before, building_number(rest)

    def _called(self, written: str) -> str:
        """As the campus is called elsewhere; the first one of the database goes without its name."""
        name = next((name for name in self.names if same_campus(name, written)), None)
        if name is None:
            self.names.append(written)
            name = written
        return "" if name == self.first else name
