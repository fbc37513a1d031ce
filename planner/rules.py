"""Every rule of the division by name: what it counts, what one of it costs, and how to say it.

The functions take a Problem and row numbers and count for one person and one room (or one
load). They are the readable definition; ``planner.kernels.costs`` counts the same on
arrays and is tested against them. ``planner.proof.check`` shares nothing with either.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from .instance.problem import Problem
from .instance.tables import UNKNOWN, Plan


@dataclass(frozen=True)
class Rule:
    code: str
    weight: str | None  # name in Weights; None = never broken
    zh: str
    en: str


HARD = {
    rule.code: rule
    for rule in (
        Rule("one_each", None, "有人住的寝室配一名网格党员、一名微网格负责人；空寝室不配。",
             "An occupied room has one keeper and one lead; an empty room has neither."),
        Rule("known_person", None, "只从名单里的人中安排。",
             "Only people on the roster are appointed."),
        Rule("gender", None, "男女生楼各由同性别的同学负责。",
             "A building is kept and led by people of its own gender."),
        Rule("available", None, "本学期不参加的同学不安排。",
             "Nobody is appointed who is not available this term."),
        Rule("cap", None, "任何人负责的寝室不超过其上限。",
             "Nobody has more rooms than their limit."),
        Rule("pinned", None, "固定了的寝室由固定的人负责。",
             "A pinned room stays with whom it is pinned to."),
        Rule("banned", None, "标明不由某人负责的寝室或楼，不安排给他。",
             "Nobody has a room, or a room of a building, that they are banned from."),
    )
}  # fmt: skip

SOFT = {
    rule.code: rule
    for rule in (
        Rule("uncovered_keeper", "uncovered_keeper", "暂无网格党员的寝室最少。",
             "As few rooms as possible are without a keeper."),
        Rule("uncovered_lead", "uncovered_lead", "暂无微网格负责人的寝室最少。",
             "As few rooms as possible are without a lead."),
        Rule("foreign_students", "branch", "网格党员与住宿同学尽量同一支部。",
             "A keeper is of the same branch as the students kept."),
        Rule("lead_floor", "lead_floor", "负责人不住本室而住同一层，要计分。",
             "A lead who lives on the floor, not in the room, has a price."),
        Rule("lead_building", "lead_building", "负责人住同楼别层，计分更多。",
             "A lead who lives on another floor has a higher price."),
        Rule("lead_elsewhere", "lead_elsewhere", "负责人住别的楼，计分最多。",
             "A lead who lives elsewhere has the highest price."),
        Rule("lead_second", "lead_second", "一人只负责一间，人手不够时才负责第二间。",
             "A lead has one room, and a second only where there are too few."),
        Rule("steps", "step", "网格党员从自己寝室走过去尽量近。",
             "A keeper lives few steps away."),
        Rule("outside_group", "group", "同一党小组的人负责的寝室，尽量在组员住得最多的那栋楼。",
             "The people of a Party group keep rooms where most of its members live."),
        Rule("imbalance", "imbalance", "同一支部的网格党员负责的间数相近。",
             "Keepers of a branch have about the same number of rooms."),
        Rule("changed_keepers", "change_keeper", "原来的网格党员还在，就尽量不换。",
             "A keeper who is still there stays."),
        Rule("changed_leads", "change_lead", "原来的负责人还在，就尽量不换。",
             "A lead who is still there stays."),
        Rule("fragments", "fragment", "一个小网格的寝室尽量连成一片。",
             "The rooms of a small grid lie side by side."),
    )
}  # fmt: skip


def foreign_students(problem: Problem, keeper: int, room: int) -> int:
    """Students in the room who are of another branch than the keeper."""
    return sum(branch != problem.keepers.branch[keeper] for branch in problem.rooms.occ[room])


def steps(problem: Problem, home: int, room: int) -> int:
    """Steps from the door of the home to the door of the room."""
    weights, rooms, buildings = problem.weights, problem.rooms, problem.buildings
    if home < 0:
        return weights.nohome_steps
    here, there = rooms.building[home], rooms.building[room]
    if here != there:
        between = abs(buildings.x[here] - buildings.x[there]) + abs(buildings.y[here] - buildings.y[there])
        return _to_the_street(problem, home) + weights.building_steps + between + _to_the_street(problem, room)
    if rooms.floor[home] == rooms.floor[room]:
        return abs(rooms.pos[home] - rooms.pos[room])
    floors = abs(rooms.floor[home] - rooms.floor[room])
    along = min(abs(rooms.pos[home] - stair) + abs(stair - rooms.pos[room]) for stair in buildings.stairs[here])
    return along + weights.floor_steps * floors


def _to_the_street(problem: Problem, room: int) -> int:
    rooms = problem.rooms
    stairs = problem.buildings.stairs[rooms.building[room]]
    return min(abs(rooms.pos[room] - stair) for stair in stairs) + problem.weights.floor_steps * (rooms.floor[room] - 1)


def imbalance(problem: Problem, keeper: int, load: int) -> int:
    """Squared rooms outside what is fair for the keeper."""
    outside = max(0, problem.keepers.lo[keeper] - load, load - problem.keepers.hi[keeper])
    return outside * outside


def lead_level(problem: Problem, home: int, room: int) -> str | None:
    """The rule a lead's home answers to; None = lives in the room itself."""
    rooms = problem.rooms
    if home == room:
        return None
    if home < 0 or rooms.building[home] != rooms.building[room]:
        return "lead_elsewhere"
    return "lead_floor" if rooms.floor[home] == rooms.floor[room] else "lead_building"


def outside_group(problem: Problem, keeper: int, room: int) -> int:
    """1 where the room is not in the main building of the keeper's Party group."""
    main = problem.main_building[keeper]
    return int(main not in (UNKNOWN, problem.rooms.building[room]))


def may_keep(problem: Problem, keeper: int, room: int) -> bool:
    keepers = problem.keepers
    return bool(keepers.avail[keeper]) and keepers.gender[keeper] == problem.gender_of(room)


def may_lead(problem: Problem, lead: int, room: int) -> bool:
    return problem.leads.gender[lead] == problem.gender_of(room)


def price(problem: Problem, code: str) -> int:
    """What one unit of a soft rule costs."""
    return getattr(problem.weights, SOFT[code].weight)


def rooms_before(problem: Problem) -> dict[int, int | None]:
    """For each occupied room the occupied room before it along the corridor."""
    rooms = problem.rooms
    occupied = [row for row, occ in enumerate(rooms.occ) if occ]
    occupied.sort(key=lambda row: (rooms.building[row], rooms.floor[row], rooms.pos[row]))
    before: dict[int, int | None] = {}
    last = None
    for row in occupied:
        beside = last is not None and all(column[last] == column[row] for column in (rooms.building, rooms.floor))
        before[row] = last if beside else None
        last = row
    return before


def runs(before: Mapping[int, int | None], rooms: Set[int]) -> int:
    """Into how many unbroken stretches of corridor a keeper's rooms fall; see ``rooms_before``."""
    return sum(before[room] not in rooms for room in rooms)


def same_branch(problem: Problem, plan: Plan) -> int:
    """Rooms whose keeper and lead are of one branch: it costs nothing where it is not so."""
    keepers, leads = (dict(zip(table.id, table.branch, strict=True)) for table in (problem.keepers, problem.leads))
    pairs = zip(plan.keeper, plan.lead, strict=True)
    return sum(None not in pair and keepers[pair[0]] == leads[pair[1]] for pair in pairs)
