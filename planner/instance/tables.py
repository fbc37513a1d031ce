"""The columns of a problem and of a plan: entry ``i`` of every list in a table is row ``i``.

``home`` and ``building`` are row numbers, -1 = unknown. Ids are whatever the caller
uses (whole numbers or text) and come back unchanged in the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Id = int | str
UNKNOWN = -1


class ProblemError(ValueError):
    """The input cannot be planned; the message is one sentence that names the place."""


@dataclass(frozen=True)
class Weights:
    """The price of each term, and the steps that stairs and ways between buildings count for."""

    uncovered_keeper: int = 1_000_000
    uncovered_lead: int = 1_000_000
    branch: int = 2000
    lead_room: int = 0
    lead_floor: int = 300
    lead_building: int = 600
    lead_elsewhere: int = 1500
    lead_second: int = 3000
    step: int = 10
    imbalance: int = 60
    change_keeper: int = 50
    change_lead: int = 50
    fragment: int = 40
    group: int = 0
    floor_steps: int = 12
    building_steps: int = 120
    nohome_steps: int = 150


@dataclass(frozen=True)
class Buildings:
    id: Sequence[Id]
    gender: Sequence[str]  # "F" or "M"
    x: Sequence[int]  # campus steps
    y: Sequence[int]
    stairs: Sequence[Sequence[int]]  # one or two door positions
    floors: Sequence[int]


@dataclass(frozen=True)
class Rooms:
    id: Sequence[Id]
    building: Sequence[int]
    floor: Sequence[int]  # from 1
    pos: Sequence[int]  # of the door, along the corridor
    occ: Sequence[Sequence[int]]  # branch of each occupant; nobody: needs neither keeper nor lead


@dataclass(frozen=True)
class Branches:
    id: Sequence[int]
    college: Sequence[Id]


@dataclass(frozen=True)
class Keepers:
    id: Sequence[Id]
    gender: Sequence[str]
    home: Sequence[int]
    branch: Sequence[int]
    group: Sequence[Id | None]
    lo: Sequence[int]  # fair load, from-to: see bands.load_bands
    hi: Sequence[int]
    cap: Sequence[int]
    avail: Sequence[int]  # 1 = may keep rooms this term


@dataclass(frozen=True)
class Leads:
    id: Sequence[Id]
    gender: Sequence[str]
    home: Sequence[int]
    branch: Sequence[int]
    cap: Sequence[int]


@dataclass(frozen=True)
class Plan:
    """One keeper and one lead a room, by id; None = nobody."""

    keeper: Sequence[Id | None]
    lead: Sequence[Id | None]

    @classmethod
    def empty(cls, rooms: int) -> Plan:
        return cls([None] * rooms, [None] * rooms)

    def to_json(self) -> dict[str, list[Id | None]]:
        return {"keeper": list(self.keeper), "lead": list(self.lead)}


@dataclass(frozen=True)
class Pin:
    """This room stays with this keeper, this lead, or both."""

    room: Id
    keeper: Id | None = None
    lead: Id | None = None


@dataclass(frozen=True)
class Ban:
    """This room, or every room of this building, never goes to this keeper, this lead, or both."""

    room: Id | None = None
    building: Id | None = None
    not_keeper: Id | None = None
    not_lead: Id | None = None
