"""The only bridge to the planner: the college as a problem, the planner's answer as rooms and people again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.housing.models import Room, Stay
from jingwei.housing.queries import occupied_rooms
from jingwei.party.models import Affiliation, Branch
from jingwei.party.queries import ACTIVISTS, branch_of_class
from jingwei.people.models import Person
from planner.instance.bands import load_bands
from planner.instance.problem import Problem
from planner.instance.tables import Branches, Buildings, Keepers, Leads, Pin, ProblemError, Rooms, Weights
from planner.instance.tables import Plan as Answer
from planner.proof.check import check

from .caps import LETTER, UNKNOWN, keeper_caps, lead_caps, letter_of, own_caps
from .models import Exemption, MicroGrid, PlanRoom
from .wishes import USUAL, weights_of


@dataclass
class College:
    """The problem, and what stands behind its row numbers."""

    problem: Problem
    rooms: list[Room]
    people: dict[int, Person]  # keepers and leads
    branch_of: dict[int, int]  # keeper → branch id
    inferred: int = 0  # occupants whose branch was taken from their class
    row: dict[int, int] = field(default_factory=dict)  # room id → row

    def answer(self, rooms: dict[int, PlanRoom]) -> Answer:
        """A stored plan as the planner's columns."""
        found = [rooms.get(room.pk) for room in self.rooms]
        return Answer([row and row.keeper_id for row in found], [row and row.lead_id for row in found])

    def halves(self, building: int) -> list[str]:
        """The planner's buildings that stand for one of ours: two for a mixed one."""
        return [id_ for id_ in self.problem.buildings.id if id_[:-1] == str(building)]

    def answer_of_known(self, rooms: dict[int, PlanRoom]) -> Answer:
        """The same without the people who have left since, to whom the planner could say nothing."""
        answer = self.answer(rooms)
        keepers, leads = set(self.problem.keepers.id), set(self.problem.leads.id)
        return Answer(
            [person if person in keepers else None for person in answer.keeper],
            [person if person in leads else None for person in answer.lead],
        )


def college(at=None, *, wishes: Mapping[str, int] = USUAL) -> College:
    """Everything the planner needs to know, priced by the wishes, in a dozen statements.

    Raises ValidationError where the rosters cannot be planned.
    """
    try:
        return _read(at, weights_of(wishes))
    except ProblemError as error:
        raise ValidationError(_("名册里有排不了的地方：%(why)s") % {"why": error}) from error


def _read(at, weights: Weights) -> College:
    rooms = list(occupied_rooms(at))
    row = {room.pk: number for number, room in enumerate(rooms)}
    stays = Stay.objects.live(at).filter(room__in=row).select_related("person").order_by("pk")
    affiliations = {found.person_id: found for found in _student_affiliations(at)}
    of_class, home, occupants, inferred = branch_of_class(), {}, [[] for _ in rooms], 0
    genders: list[list[str]] = [[] for _ in rooms]
    for stay in stays:
        home[stay.person_id] = row[stay.room_id]
        known = affiliations.get(stay.person_id)
        branch = known.branch_id if known else of_class.get(stay.person.class_name, UNKNOWN)
        inferred += known is None and branch != UNKNOWN
        occupants[row[stay.room_id]].append(branch)
        genders[row[stay.room_id]].append(stay.person.gender)
    buildings, building_rows = _buildings(rooms, genders)
    table = Rooms(
        id=[room.pk for room in rooms],
        building=building_rows,
        floor=_floors(rooms),
        pos=_doors(rooms),
        occ=occupants,
    )
    keepers = _keepers(affiliations.values(), home, table, buildings, at)
    leads = _leads(affiliations.values(), home, table, buildings)
    ids = list(Branch.objects.filter(kind=Branch.Kind.STUDENT).values_list("pk", flat=True))
    problem = Problem(buildings, table, Branches(ids, [0] * len(ids)), keepers, leads, _in_force(rooms, at), weights)
    return College(
        problem=problem,
        rooms=rooms,
        people={found.person_id: found.person for found in affiliations.values()},
        branch_of=dict(zip(keepers.id, keepers.branch, strict=True)),
        inferred=inferred,
        row=row,
    )


def pins_of(known: College, rooms: dict[int, PlanRoom]) -> list[Pin]:
    return [
        Pin(
            row.room_id,
            keeper=row.keeper_id if row.keeper_pinned else None,
            lead=row.lead_id if row.lead_pinned else None,
        )
        for row in rooms.values()
        if row.room_id in known.row and ((row.keeper_pinned and row.keeper_id) or (row.lead_pinned and row.lead_id))
    ]


def release_pins(known: College, rooms: dict[int, PlanRoom]) -> None:
    """Let go of what can no longer be held: the person left, was freed of keeping, or may not have so many rooms now."""
    found = [rooms.get(room.pk) for room in known.rooms]
    held = Answer(
        [row.keeper_id if row and row.keeper_pinned else None for row in found],
        [row.lead_id if row and row.lead_pinned else None for row in found],
    )
    broken = {(violation.role, violation.person) for violation in check(known.problem, held)}
    for row in rooms.values():
        for role in ("keeper", "lead"):
            if (role, getattr(row, f"{role}_id")) in broken:
                setattr(row, f"{role}_pinned", False)


def _student_affiliations(at):
    return (
        Affiliation.objects.live(at)
        .filter(branch__kind=Branch.Kind.STUDENT, person__is_active=True)
        .select_related("person")
        .order_by("person_id")
    )


def _buildings(rooms: list[Room], genders: list[list[str]]) -> tuple[Buildings, list[int]]:
    """The buildings, a mixed one as two: one for each gender. Returns also each room's row among them."""
    found: dict[tuple[int, str], int] = {}
    rows, columns = [], {name: [] for name in ("id", "gender", "x", "y", "stairs", "floors")}
    for room, there in zip(rooms, genders, strict=True):
        building = room.floor.building
        letter = letter_of(building.gender, there)
        key = (building.pk, letter)
        if key not in found:
            found[key] = len(found)
            values = (f"{building.pk}{letter}", letter, building.x, building.y, building.stairs or [1], 1)
            for name, value in zip(columns, values, strict=True):
                columns[name].append(value)
        rows.append(found[key])
    for building_row, level in zip(rows, _floors(rooms), strict=True):
        columns["floors"][building_row] = max(columns["floors"][building_row], level)
    return Buildings(**columns), rows


def _floors(rooms: list[Room]) -> list[int]:
    """Floor numbers from 1; a building with a cellar begins there."""
    lowest: dict[int, int] = {}
    for room in rooms:
        key = room.floor.building_id
        lowest[key] = min(lowest.get(key, 1), room.floor.number)
    return [room.floor.number - lowest[room.floor.building_id] + 1 for room in rooms]


def _doors(rooms: list[Room]) -> list[int]:
    """Door positions, each its own: `rooms` come in door order, a second room at one door moves one on."""
    doors, last = [], {}
    for room in rooms:
        door = max(room.position, last.get(room.floor_id, -1) + 1)
        last[room.floor_id] = door
        doors.append(door)
    return doors


def _keepers(affiliations, home: dict[int, int], rooms: Rooms, buildings: Buildings, at) -> Keepers:
    members = [row for row in affiliations if row.standing in Affiliation.MEMBERS and row.person.gender in LETTER]
    exempt = set(Exemption.objects.live(at).values_list("person_id", flat=True))
    gender = [LETTER[row.person.gender] for row in members]
    branch = [row.branch_id for row in members]
    avail = [int(row.person_id not in exempt) for row in members]
    people = [row.person_id for row in members]
    cap = keeper_caps(rooms, buildings, person=people, gender=gender, branch=branch, avail=avail, own=own_caps())
    lo, hi = load_bands(rooms, buildings, gender=gender, branch=branch, cap=cap, avail=avail)
    return Keepers(
        id=people,
        gender=gender,
        home=[home.get(row.person_id, UNKNOWN) for row in members],
        branch=branch,
        group=[row.group_id for row in members],
        lo=lo,
        hi=hi,
        cap=cap,
        avail=avail,
    )


def _leads(affiliations, home: dict[int, int], rooms: Rooms, buildings: Buildings) -> Leads:
    activists = [row for row in affiliations if row.standing in ACTIVISTS and row.person.gender in LETTER]
    gender = [LETTER[row.person.gender] for row in activists]
    occupied = [buildings.gender[rooms.building[row]] for row, people in enumerate(rooms.occ) if people]
    cap = lead_caps(gender, occupied)
    return Leads(
        id=[row.person_id for row in activists],
        gender=gender,
        home=[home.get(row.person_id, UNKNOWN) for row in activists],
        branch=[row.branch_id for row in activists],
        cap=[cap[letter] for letter in gender],
    )


def _in_force(rooms: list[Room], at) -> Answer:
    live = {
        row.room_id: row
        for row in MicroGrid.objects.live(at).filter(room__in=[room.pk for room in rooms]).select_related("small_grid")
    }
    found = [live.get(room.pk) for room in rooms]
    return Answer(
        [row.small_grid.keeper_id if row and row.small_grid else None for row in found],
        [row.lead_id if row else None for row in found],
    )
