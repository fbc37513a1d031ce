"""What cannot be planned is refused with one sentence that names the place."""

import copy
import json

import pytest
from hypothesis import given

from planner.instance.fitting import fixed_rows, somebody_of_each_gender
from planner.instance.reading import read_plan, read_problem
from planner.instance.tables import Pin, ProblemError
from planner.proof.check import check
from planner.solve import solve
from planner.tests.small import instance, problems, two_people


@given(problems())
def test_json_brings_back_the_same_problem(problem):
    assert read_problem(json.loads(json.dumps(problem.to_json()))).to_json() == problem.to_json()


def test_the_case_is_read_whole():
    problem = instance("case")
    assert (len(problem.rooms.id), len(problem.keepers.id), len(problem.leads.id)) == (284, 161, 680)


@pytest.mark.parametrize(
    ("table", "column", "value", "sentence"),
    [
        ("rooms", "building", [0, 0, 0, 7], "rooms row 3 (201): there is no building in row 7."),
        ("rooms", "id", ["101", "102", "101", "201"], "rooms.id row 2: 101 is already in row 0."),
        ("rooms", "pos", [1, 1, 3, 1], "rooms row 1 (102): it has the same door as room 101."),
        ("rooms", "floor", [1, 1, 1, 3], "rooms row 3 (201), floor: 3 is not between 1 and 2."),
        ("rooms", "occ", [[1], [9], [], [2]], "rooms row 1 (102): there is no branch 9."),
        ("rooms", "occ", [[1], None, [], [2]], "rooms row 1 (102): occ is not a list of branches."),
        ("rooms", "pos", [1, 2, 3], "rooms.pos has 3 entries, but rooms.id has 4."),
        ("rooms", "pos", [1, 2.5, 3, 1], "rooms row 1 (102), pos: 2.5 is not a whole number."),
        ("buildings", "stairs", [[]], "buildings row 0 (F): the building has no stairs."),
        ("buildings", "gender", ["X"], "buildings row 0 (F): gender is X, not F or M."),
        ("keepers", "cap", [-1, 2], "keepers row 0 (ada), cap: -1 is not between 0 and 1000000."),
        ("keepers", "home", [0, 44], "keepers row 1 (bea): there is no room in row 44 to live in."),
        ("keepers", "branch", [1, 5], "keepers row 1 (bea): there is no branch 5."),
        ("keepers", "hi", [0, 2], "keepers row 0 (ada), hi: 0 is not between 1 and 1000000."),
        ("leads", "id", ["ada", None], "leads.id row 1: None is not an id."),
        ("weights", "step", 10**9, "weights.step: 1000000000 is not between 0 and 10000000."),
        ("weights", "step", True, "weights.step: True is not a whole number."),
        ("weights", "speed", 1, "weights.speed: there is no such weight."),
        ("prev", "keeper", [None], "prev.keeper has 1 entries for 4 rooms."),
        ("prev", "lead", [None, {}, None, None], "prev.lead row 1: {} is not an id."),
    ],
)
def test_bad_input_is_named(table, column, value, sentence):
    data = two_people()
    data[table][column] = value
    with pytest.raises(ProblemError) as refusal:
        read_problem(data)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("table", ["buildings", "rooms", "branches", "keepers", "leads"])
def test_a_missing_table_or_column_is_named(table):
    data = two_people()
    without_column = copy.deepcopy(data)
    del without_column[table]["id"]
    del data[table]
    with pytest.raises(ProblemError, match=rf"^{table} is missing"):
        read_problem(data)
    with pytest.raises(ProblemError, match=rf"^{table}\.id is missing"):
        read_problem(without_column)


@pytest.mark.parametrize("data", [None, [], "plan", {"keeper": [None]}, {"keeper": [1], "lead": [[2]]}])
def test_what_is_no_plan_is_refused(data):
    with pytest.raises(ProblemError):
        read_plan(data)


@pytest.mark.parametrize(
    ("pins", "sentence"),
    [
        ([Pin("999", keeper="ada")], "pins row 0: there is no room 999."),
        ([Pin("103", keeper="ada")], "pins row 0: room 103 is empty and needs nobody."),
        ([Pin("101")], "pins row 0: room 101 is pinned to nobody."),
        ([Pin("101", keeper="eve")], "pins row 0: there is no keeper eve."),
        ([Pin("101", keeper="bob")], "pins row 0: keeper bob may not enter the building of room 101."),
        ([Pin("101", keeper="cat")], "pins row 0: keeper cat is not available."),
        ([Pin("101", keeper="ada"), Pin("101", keeper="bea")], "pins row 1: room 101 is pinned to two keepers."),
        (
            [Pin("101", keeper="ada"), Pin("201", keeper="ada")],
            "pins row 1: keeper ada is pinned to 2 rooms but may have 1.",
        ),
    ],
)
def test_pins_that_no_plan_can_keep_are_named(pins, sentence):
    keepers = {
        "keepers_id": ["ada", "bea", "bob", "cat"],
        "keepers_gender": ["F", "F", "M", "F"],
        "keepers_home": [0, 3, -1, 0],
        "keepers_branch": [1, 2, 1, 1],
        "keepers_group": [None] * 4,
        "keepers_lo": [1] * 4,
        "keepers_hi": [2] * 4,
        "keepers_cap": [1, 2, 2, 2],
        "keepers_avail": [1, 1, 1, 0],
    }
    problem = read_problem(two_people(**keepers))
    with pytest.raises(ProblemError) as refusal:
        fixed_rows(problem, pins)
    assert str(refusal.value) == sentence


NOBODY = [
    ("keepers", "avail", [0, 0], "keepers: nobody of gender F is available for the rooms of that gender."),
    ("keepers", "gender", ["M", "M"], "keepers: nobody of gender F is available for the rooms of that gender."),
    ("leads", "cap", [0, 0], "leads: nobody of gender F is available for the rooms of that gender."),
]


@pytest.mark.parametrize(("table", "column", "value", "sentence"), NOBODY)
def test_a_file_with_nobody_of_a_gender_is_named(table, column, value, sentence):
    problem = read_problem(two_people(**{f"{table}_{column}": value}))
    with pytest.raises(ProblemError) as refusal:
        somebody_of_each_gender(problem)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(("table", "column", "value", "sentence"), NOBODY)
def test_a_college_with_nobody_of_a_gender_still_gets_a_plan(table, column, value, sentence):
    problem = read_problem(two_people(**{f"{table}_{column}": value}))
    result = solve(problem)
    missing = {left.room for left in result.uncovered}
    assert missing == {"101", "102", "201"}
    assert check(problem, result.plan) == []
