"""The methods measured: each takes a problem, and gives its choice and what it claims no choice can be below."""

from __future__ import annotations

import numpy as np

from planner.instance.arrays import NOBODY, Ints, Side
from planner.instance.problem import Problem

from .model import MOST_PAIRS, Model, model, pairs_of

LIMIT = 60.0  # seconds for a solver
UNCOVERED = 10**7  # the price of a room left to nobody, in the models of the peers


def greedy(problem: Problem) -> tuple[Model, Ints, float | None]:
    """By hand, as in a spreadsheet: door by door, the branch's own nearest who has room left, else the nearest of all."""
    empty = model(problem, complete=False)
    chosen: list[int] = []
    first = 0
    for side in empty.sides:
        chosen += [NOBODY if k == NOBODY else k + first for k in _by_hand(side)]
        first += len(side.keeper)
    return empty, np.array(chosen, dtype=np.int64), None


def _by_hand(side: Side) -> list[int]:
    left, fair = side.cap.copy(), np.maximum(side.hi, 1)
    load = np.zeros_like(left)
    of_branch = _listed(side.keeper_branch)
    of_building = _listed(side.home_building)
    everybody = np.arange(len(left))
    chosen = []
    for r in range(len(side.room)):
        span = slice(side.branch_start[r], side.branch_start[r + 1])
        by_size = side.branch[span][np.argsort(-side.branch_count[span], kind="stable")]
        groups = [of_branch[b] for b in by_size.tolist() if b in of_branch]
        groups.append(of_building.get(int(side.building[r]), everybody[:0]))
        chosen.append(NOBODY)
        for group, limit in [(g, fair) for g in groups] + [(g, left) for g in groups] + [(everybody, left)]:
            free = group[load[group] < limit[group]]
            free = free[load[free] < left[free]]
            if len(free):
                chosen[r] = int(free[np.argmin(_steps(side, r, free))])
                load[chosen[r]] += 1
                break
    return chosen


def _listed(values: Ints) -> dict[int, Ints]:
    order = np.argsort(values, kind="stable")
    names, starts = np.unique(values[order], return_index=True)
    return dict(zip(names.tolist(), np.split(order, starts[1:]), strict=True))


def _steps(side: Side, r: int, k: Ints) -> Ints:
    """From each keeper's door to a room's."""
    here, home = int(side.building[r]), side.home_building[k]
    between = np.abs(side.x[home] - side.x[here]) + np.abs(side.y[home] - side.y[here])
    way = side.home_out[k] + side.rates.building_steps + between + side.out[r]
    stairs = side.stairs[here]
    floors = np.abs(side.home_floor[k] - side.floor[r])
    inside = np.abs(side.home_pos[k][:, None] - stairs) + np.abs(stairs - side.pos[r])
    climbing = inside.min(axis=1) + side.rates.floor_steps * floors
    along = np.abs(side.home_pos[k] - side.pos[r])
    same = np.where(floors == 0, along, climbing)
    return np.where(home < 0, side.rates.nohome_steps, np.where(home == here, same, way))


def ortools_flow(problem: Problem) -> tuple[Model, Ints, float | None]:
    """Terms 1, 3, 4 and 5 by OR-Tools' min-cost flow: over all pairs where they can be listed."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    m = model(problem, complete=pairs_of(problem) <= MOST_PAIRS)
    source, sink = m.rooms + m.keepers, m.rooms + m.keepers + 1
    rooms = np.arange(m.rooms)
    tail = np.concatenate((rooms * 0 + source, m.room, rooms, m.rooms + m.slot_keeper))
    head = np.concatenate((rooms, m.rooms + m.keeper, rooms * 0 + sink, m.slot_keeper * 0 + sink))
    cost = np.concatenate((rooms * 0, m.cost, rooms * 0 + UNCOVERED, m.slot_price))
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tail, head, np.ones_like(tail), cost)
    flow.set_nodes_supplies([source, sink], [m.rooms, -m.rooms])
    flow.solve()
    used = flow.flows(arcs)[m.rooms : m.rooms + len(m.room)] > 0
    chosen = np.full(m.rooms, NOBODY)
    chosen[m.room[used]] = m.keeper[used]
    base = sum(side.base for side in m.sides)
    idle = sum(int((side.rates.imbalance * side.lo * side.lo).sum()) for side in m.sides)
    return m, chosen, float(flow.optimal_cost() + base + idle) if m.complete and (chosen != NOBODY).all() else None


def cp_sat(problem: Problem) -> tuple[Model, Ints, float | None]:
    """All six terms as one model of CP-SAT, over the likely pairs."""
    from ortools.sat.python import cp_model

    m = model(problem, complete=False)
    fragment = m.sides[0].rates.fragment
    cp = cp_model.CpModel()
    taken = [cp.new_bool_var("") for _ in m.room]
    slots = [cp.new_bool_var("") for _ in m.slot_keeper]
    of_room: list[list] = [[cp.new_bool_var("")] for _ in range(m.rooms)]
    cost = [(UNCOVERED, alone[0]) for alone in of_room]
    of_keeper: list[list] = [[] for _ in range(m.keepers)]
    for i, (r, k) in enumerate(zip(m.room.tolist(), m.keeper.tolist(), strict=True)):
        of_room[r].append(taken[i])
        of_keeper[k].append(taken[i])
        cost.append((int(m.cost[i]) + fragment, taken[i]))
        if m.beside[i]:
            joined = cp.new_bool_var("")
            cp.add_implication(joined, taken[i])
            cp.add_implication(joined, taken[i - 1])
            cost.append((-fragment, joined))
    slots_of: list[list] = [[] for _ in range(m.keepers)]
    for variable, k, price in zip(slots, m.slot_keeper.tolist(), m.slot_price.tolist(), strict=True):
        cost.append((price - (0 if slots_of[k] else fragment), variable))
        slots_of[k].append(variable)
    for variables in of_room:
        cp.add_exactly_one(variables)
    for mine, places in zip(of_keeper, slots_of, strict=True):
        cp.add(sum(mine) == sum(places))
    cp.minimize(cp_model.LinearExpr.weighted_sum([v for _, v in cost], [c for c, _ in cost]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = LIMIT
    found = solver.solve(cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    chosen = np.full(m.rooms, NOBODY)
    if found:
        used = np.array([bool(solver.value(v)) for v in taken])
        chosen[m.room[used]] = m.keeper[used]
    return m, chosen, None


def highs(problem: Problem) -> tuple[Model, Ints, float | None]:
    """All six terms as one integer program of HiGHS, over the likely pairs."""
    import highspy

    m = model(problem, complete=False)
    fragment = m.sides[0].rates.fragment
    joins = np.flatnonzero(m.beside)
    pairs, slots = len(m.room), len(m.slot_keeper)
    first_slot = np.diff(m.slot_keeper, prepend=-1) != 0
    cost = np.concatenate(
        (
            m.cost + fragment,
            np.full(m.rooms, UNCOVERED),
            m.slot_price - fragment * first_slot,
            np.full(len(joins), -fragment),
        )
    ).astype(float)
    z, y, j = pairs, pairs + m.rooms, pairs + m.rooms + slots
    ones, number = np.ones, np.arange
    row = np.concatenate((m.room, number(m.rooms), m.rooms + m.keeper, m.rooms + m.slot_keeper))
    column = np.concatenate((number(pairs), z + number(m.rooms), number(pairs), y + number(slots)))
    value = np.concatenate((ones(pairs + m.rooms + pairs), -ones(slots)))
    base = m.rooms + m.keepers
    for which in (joins, joins - 1):
        row = np.concatenate((row, base + number(len(joins)), base + number(len(joins))))
        column = np.concatenate((column, j + number(len(joins)), which))
        value = np.concatenate((value, ones(len(joins)), -ones(len(joins))))
        base += len(joins)
    order = np.argsort(column, kind="stable")
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), base
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, np.zeros(len(cost)), np.ones(len(cost))
    equal = m.rooms + m.keepers
    lp.row_lower_ = np.concatenate((ones(m.rooms), np.zeros(m.keepers), np.full(base - equal, -highspy.kHighsInf)))
    lp.row_upper_ = np.concatenate((ones(m.rooms), np.zeros(base - m.rooms)))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.searchsorted(column[order], number(len(cost) + 1))
    lp.a_matrix_.index_, lp.a_matrix_.value_ = row[order], value[order]
    lp.integrality_ = [highspy.HighsVarType.kInteger] * pairs + [highspy.HighsVarType.kContinuous] * (len(cost) - pairs)
    solver = highspy.Highs()
    solver.silent()
    solver.passModel(lp)
    solver.setOptionValue("time_limit", LIMIT)
    solver.run()
    used = np.array(solver.getSolution().col_value[:pairs]) > 0.5
    chosen = np.full(m.rooms, NOBODY)
    chosen[m.room[used]] = m.keeper[used]
    return m, chosen, None


PEERS = {
    "by hand, as in a spreadsheet": greedy,
    "OR-Tools flow": ortools_flow,
    "CP-SAT": cp_sat,
    "HiGHS": highs,
}
OF_A_MODEL = ("CP-SAT", "HiGHS")  # all six terms in one model
