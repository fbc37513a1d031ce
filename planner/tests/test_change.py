"""One change at a time: the same as solving anew, and no more rooms move than have to."""

import dataclasses
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.change import Division
from planner.flow.exact import cheapest
from planner.instance.arrays import keeper_side
from planner.instance.generate import generate
from planner.instance.problem import Problem
from planner.instance.reading import read_problem
from planner.instance.tables import Pin, Plan, ProblemError
from planner.tests.small import problems, two_people

SOME = settings(max_examples=40)


def keepers_and_cost(problem: Problem, pins: dict[int, int] | None = None):
    """Solved anew: who has which room, and the cost."""
    chosen, cost = {}, 0
    for gender in "FM":
        side = keeper_side(problem, gender, pins)
        found = cheapest(side)
        cost += found.cost
        for room, k in zip(side.room.tolist(), found.chosen.tolist(), strict=True):
            chosen[problem.rooms.id[room]] = None if k < 0 else problem.keepers.id[side.keeper[k]]
    return chosen, cost


def in_force(problem: Problem, chosen: dict) -> Problem:
    keeper = [chosen.get(room) for room in problem.rooms.id]
    return dataclasses.replace(problem, prev=Plan(keeper, problem.prev.lead))


def with_keeper(problem: Problem, k: int, **columns: int) -> Problem:
    """The same college with other facts about one keeper."""
    keepers = problem.keepers
    changed = {name: [*getattr(keepers, name)] for name in columns}
    for name, value in columns.items():
        changed[name][k] = value
    return dataclasses.replace(problem, keepers=dataclasses.replace(keepers, **changed))


def with_room(problem: Problem, r: int, occ: list[int]) -> Problem:
    rooms = problem.rooms
    return dataclasses.replace(
        problem, rooms=dataclasses.replace(rooms, occ=[*rooms.occ[:r], occ, *rooms.occ[r + 1 :]])
    )


def changed(division: Division, problem: Problem, random: Random):
    """One change of any kind made to a division, and the problem that it makes."""
    k, r = random.randrange(len(problem.keepers.id)), random.randrange(len(problem.rooms.id))
    keepers, occ = problem.keepers, problem.rooms.occ[r]
    keeper, room = keepers.id[k], problem.rooms.id[r]
    kind = random.choice(["stays or goes", "moves", "empties or fills", "load"])
    if kind == "stays or goes" and keepers.avail[k]:
        division.member_leaves(keeper)
        return with_keeper(problem, k, avail=0)
    if kind == "stays or goes":
        division.member_returns(keeper, lo=keepers.lo[k], hi=keepers.hi[k], cap=keepers.cap[k])
        return with_keeper(problem, k, avail=1)
    if kind == "moves" and keepers.avail[k]:
        home = random.randrange(-1, len(problem.rooms.id))
        division.member_moves(keeper, None if home < 0 else problem.rooms.id[home])
        return with_keeper(problem, k, home=home)
    if kind == "empties or fills" and occ:
        division.room_empties(room)
        return with_room(problem, r, [])
    if kind == "empties or fills":
        others = [random.choice([*problem.branches.id, -1]) for _ in range(random.randint(1, 4))]
        division.room_fills(room, others)
        return with_room(problem, r, others)
    if not keepers.avail[k]:  # neither a home nor a load to change: they come back
        division.member_returns(keeper, lo=keepers.lo[k], hi=keepers.hi[k], cap=keepers.cap[k])
        return with_keeper(problem, k, avail=1)
    lo = random.randint(0, 2)
    fair = {"lo": lo, "hi": lo + random.randint(0, 1), "cap": random.randint(1, 4)}
    division.load(keeper, **fair)
    return with_keeper(problem, k, **fair)


@SOME
@given(problems(most_rooms=9, most_keepers=4), st.randoms(use_true_random=False))
def test_each_change_gives_what_solving_anew_gives(problem, random):
    division = Division(problem)
    for _ in range(6):
        before = in_force(problem, division.keepers())
        problem = changed(division, before, random)
        chosen, cost = keepers_and_cost(problem)
        assert division.keepers() == chosen
        assert division.cost() == cost


def test_each_change_to_a_college_gives_what_solving_anew_gives():
    problem, random = read_problem(generate(400, seed=2)), Random(3)
    division = Division(problem)
    for _ in range(25):
        problem = changed(division, in_force(problem, division.keepers()), random)
    chosen, cost = keepers_and_cost(problem)
    assert (division.keepers(), division.cost()) == (chosen, cost)


@SOME
@given(problems(most_rooms=9, most_keepers=4), st.randoms(use_true_random=False))
def test_pins_hold_until_they_are_let_go(problem, random):
    division = Division(problem)
    plan = division.keepers()
    rooms = [room for room in plan if random.random() < 0.5]
    pins = {}
    for room in rooms:
        row = problem.rooms.id.index(room)
        k = random.choice([k for k, g in enumerate(problem.keepers.gender) if g == problem.gender_of(row)])
        if problem.keepers.avail[k] and list(pins.values()).count(k) < problem.keepers.cap[k]:
            before = in_force(problem, division.keepers())
            division.pin(room, problem.keepers.id[k])
            pins[row] = k
            assert (division.keepers(), division.cost()) == keepers_and_cost(before, pins)
    for row in list(pins):
        before = in_force(problem, division.keepers())
        division.unpin(problem.rooms.id[row])
        del pins[row]
        assert (division.keepers(), division.cost()) == keepers_and_cost(before, pins)


def test_a_pinned_member_may_move_and_a_pinned_room_be_filled_anew():
    problem = read_problem(two_people())
    division = Division(problem, pins=[Pin("102", keeper="bea")])
    division.member_moves("bea", "101")
    assert division.keepers()["102"] == "bea"
    division.room_fills("102", [2, 2, 2])
    assert division.keepers()["102"] == "bea"
    division.cost()
    assert division.room_empties("102").moved == {}


def test_who_leaves_and_returns_leaves_the_others_where_they_were():
    problem = read_problem(generate(400, seed=2))
    division = Division(problem)
    before = division.keepers()
    keeper = next(keeper for keeper in before.values() if keeper)
    row = problem.keepers.id.index(keeper)
    keepers = problem.keepers
    went = division.member_leaves(keeper)
    assert {room for room, kept in before.items() if kept == keeper} <= set(went.moved)
    assert all(old != keeper or new != keeper for old, new in went.moved.values())
    came = division.member_returns(keeper, lo=keepers.lo[row], hi=keepers.hi[row], cap=keepers.cap[row])
    after = division.keepers()
    assert {room for room in after if after[room] != before[room]} <= set(went.moved) | set(came.moved)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: d.member_leaves("eve"), "there is no keeper eve."),
        (lambda d: d.room_empties("999"), "there is no room 999."),
        (lambda d: d.member_leaves("bea"), "keeper bea has pinned rooms: they must be let go first."),
        (lambda d: d.pin("103", "ada"), "room 103 is empty or pinned already."),
        (lambda d: d.pin("102", "ada"), "room 102 is empty or pinned already."),
        (lambda d: d.unpin("101"), "room 101 is not pinned."),
        (lambda d: d.load("bea", lo=2, hi=1, cap=1), "a load of 2 to 1, at most 1, makes no sense."),
        (lambda d: d.load("bea", lo=0, hi=0, cap=0), "a load of 0 to 0, at most 0, makes no sense."),
    ],
)
def test_a_change_that_makes_no_sense_is_named(change, sentence):
    division = Division(read_problem(two_people()), pins=[Pin("102", keeper="bea")])
    with pytest.raises(ProblemError) as refusal:
        change(division)
    assert str(refusal.value) == sentence
