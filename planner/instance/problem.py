"""What is to be planned: tables that fit together."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .groups import main_buildings
from .tables import Branches, Buildings, Keepers, Leads, Plan, Rooms, Weights
from .validate import validate


@dataclass(frozen=True)
class Problem:
    """Raises ProblemError when its parts do not fit together.

    ``prev`` is the plan in force, one entry a room; people in it who are gone are ignored.
    """

    buildings: Buildings
    rooms: Rooms
    branches: Branches
    keepers: Keepers
    leads: Leads
    prev: Plan
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        validate(self.buildings, self.rooms, self.branches, self.keepers, self.leads, self.prev, self.weights)

    def to_json(self) -> dict[str, dict[str, Any]]:
        return {part.name: dataclasses.asdict(getattr(self, part.name)) for part in dataclasses.fields(self)}

    @cached_property
    def main_building(self) -> list[int]:
        """For each keeper the building (row number) of their Party group, -1 where it has none."""
        return main_buildings(self.keepers, self.rooms, self.buildings)

    def gender_of(self, room: int) -> str:
        """The gender of the people who live in a room (row number)."""
        return self.buildings.gender[self.rooms.building[room]]

    def occupied(self, gender: str) -> list[int]:
        """The rooms (row numbers) where somebody of a gender lives."""
        return [row for row, people in enumerate(self.rooms.occ) if people and self.gender_of(row) == gender]
