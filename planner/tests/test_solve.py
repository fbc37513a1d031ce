"""The plan: proven where it says so, judged by another, the same for the same facts."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.instance.reading import read_problem
from planner.instance.tables import Pin, Plan, ProblemError
from planner.proof.check import check, score
from planner.solve import solve
from planner.tests.small import by_turns, instance, problems, shuffled, two_people

SOME = settings(max_examples=40)


def at_once() -> bool:
    return True


def enumerated(problem, role):
    """The least any plan costs in one role, without fragments."""
    people = problem.keepers if role == "keeper" else problem.leads
    options = [
        [None] + [id_ for row, id_ in enumerate(people.id) if people.gender[row] == problem.gender_of(room)]
        if occ
        else [None]
        for room, occ in enumerate(problem.rooms.occ)
    ]
    nobody = [None] * len(options)
    found = []
    for chosen in product(*options):
        plan = Plan(list(chosen), nobody) if role == "keeper" else Plan(nobody, list(chosen))
        if not check(problem, plan):
            counted = score(problem, plan)
            found.append(counted.keepers if role == "keeper" else counted.leads)
    return min(found)


@SOME
@given(problems(most_rooms=4))
def test_no_plan_of_all_is_cheaper(problem):
    result = solve(problem)
    assert result.keepers_bound == enumerated(problem, "keeper")
    assert result.leads_bound == result.score.leads == enumerated(problem, "lead")


@SOME
@given(problems(most_rooms=12, most_keepers=5), st.integers(0, 3))
def test_the_judge_agrees_and_fragments_never_cost_more_than_they_save(problem, seed):
    exact, improved = solve(problem, seed=seed, stop=at_once), solve(problem, seed=seed)
    assert check(problem, improved.plan) == []
    assert exact.score.keepers == exact.keepers_bound == improved.keepers_bound
    assert 0 <= improved.keepers_gap <= exact.keepers_gap
    assert improved.score.raw["uncovered_keeper"] == exact.score.raw["uncovered_keeper"]
    assert improved.proven == (improved.keepers_gap == 0)


@SOME
@given(problems(most_rooms=12, most_keepers=5), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(problem, random):
    plan = solve(problem).plan
    mixed, rows = shuffled(problem, random)
    again = solve(mixed).plan
    assert again.keeper == [plan.keeper[row] for row in rows]
    assert again.lead == [plan.lead[row] for row in rows]


@SOME
@given(problems(most_rooms=8, most_keepers=4), st.data())
def test_pins_are_kept(problem, data):
    some = solve(problem, seed=1).plan
    pins = [
        Pin(room, keeper=some.keeper[row], lead=some.lead[row])
        for row, room in enumerate(problem.rooms.id)
        if (some.keeper[row] or some.lead[row]) and data.draw(st.booleans())
    ]
    plan = solve(problem, pins=pins).plan
    row_of = {room: row for row, room in enumerate(problem.rooms.id)}
    for pin in pins:
        assert pin.keeper in (None, plan.keeper[row_of[pin.room]])
        assert pin.lead in (None, plan.lead[row_of[pin.room]])


@SOME
@given(problems(most_rooms=8, most_keepers=4))
def test_another_place_never_makes_a_plan_dearer(problem):
    data = problem.to_json()
    data["keepers"]["cap"] = [cap + 1 for cap in data["keepers"]["cap"]]
    data["leads"]["cap"] = [cap + 1 for cap in data["leads"]["cap"]]
    roomier, result = solve(read_problem(data), stop=at_once), solve(problem, stop=at_once)
    assert roomier.keepers_bound <= result.keepers_bound
    assert roomier.leads_bound <= result.leads_bound


def test_the_case_is_covered_at_the_known_optimum():
    problem = instance("case")
    result = solve(problem)
    assert check(problem, result.plan) == []
    assert result.uncovered == []
    assert result.keepers_bound == 245_530
    assert result.leads_bound == result.score.leads == 2_100
    assert result.score.keepers + result.score.fragments == result.contiguity_bound == 245_990
    assert result.proven


def test_the_case_comes_out_the_same_whatever_the_order():
    problem = instance("case")
    plan = solve(problem).plan
    mixed, rows = shuffled(problem, Random(5))
    assert solve(mixed).plan == Plan([plan.keeper[row] for row in rows], [plan.lead[row] for row in rows])


def test_where_there_are_too_few_the_fewest_are_uncovered_and_named():
    problem = instance("case-tight")
    result = solve(problem, stop=at_once)
    without = {role: [left for left in result.uncovered if left.role == role] for role in ("keeper", "lead")}
    assert {role: len(left) for role, left in without.items()} == {"keeper": 60, "lead": 34}
    assert {left.reason.en for left in without["keeper"]} == {
        "The 132 rooms of men share 24 keepers with 72 places: 60 short."
    }
    assert {left.reason.zh for left in without["keeper"]} == {
        "男生寝室共 132 间，网格党员 24 人，最多负责 72 间，还差 60 间。"
    }
    assert all(result.plan.keeper[problem.rooms.id.index(left.room)] is None for left in without["keeper"])


def test_a_start_that_is_better_is_built_on():
    problem = instance("case")
    good = solve(problem)
    again = solve(problem, start=good.plan, seed=3, stop=at_once)
    assert again.plan.keeper == good.plan.keeper


@pytest.mark.parametrize("start", [by_turns(instance("case")), Plan.empty(284)])
def test_a_start_that_is_worse_is_left(start):
    problem = instance("case")
    assert solve(problem, start=start, stop=at_once).plan == solve(problem, stop=at_once).plan


def test_a_start_that_breaks_a_pin_is_left():
    problem = read_problem(two_people())
    start = Plan(["ada", "ada", None, "bea"], [None] * 4)
    result = solve(problem, start=start, pins=[Pin("101", keeper="bea")])
    assert result.plan.keeper[0] == "bea"


def test_a_start_with_strangers_is_refused():
    problem = read_problem(two_people())
    with pytest.raises(ProblemError, match=r"^start\.keeper row 1: eve is not among the keepers\.$"):
        solve(problem, start=Plan(["ada", "eve", None, None], [None] * 4))


def test_the_plan_in_force_stays_where_nothing_has_changed():
    data = instance("case").to_json()
    today = solve(instance("case"), stop=at_once).plan
    data["prev"] = today.to_json()
    assert solve(read_problem(data), seed=9, stop=at_once).plan == today


def test_progress_is_told_by_stage():
    told = []
    solve(instance("case-tight"), progress=lambda stage, share: told.append((stage, share)))
    assert list(dict.fromkeys(stage for stage, _ in told)) == ["keepers", "contiguity", "leads"]
    shares = [share for stage, share in told if stage == "contiguity"]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
