"""Bans, Party groups kept together, keeper and lead of one branch: against all plans there are."""

import dataclasses
import json
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import rules
from planner.change import Division
from planner.flow import field
from planner.flow.exact import cheapest
from planner.instance.arrays import keeper_side
from planner.instance.fitting import fixed_rows
from planner.instance.generate import generate
from planner.instance.problem import Problem
from planner.instance.reading import read_problem
from planner.instance.tables import Ban, Pin, Plan, ProblemError
from planner.proof.check import check, score
from planner.proof.verify import refuted
from planner.reference import least_keepers, least_leads
from planner.solve import solve
from planner.tests.small import instance, problems, shuffled, two_people
from planner.why.explain import Explainer

SOME = settings(max_examples=40)


def at_once() -> bool:
    return True


def weighed(problem: Problem, **weights: int) -> Problem:
    return dataclasses.replace(problem, weights=dataclasses.replace(problem.weights, **weights))


@st.composite
def wishful(draw: st.DrawFn, *, most_rooms: int, most_keepers: int) -> tuple[Problem, list[Ban]]:
    """A small problem with Party groups that weigh something, and some bans."""
    problem = draw(problems(most_rooms=most_rooms, most_keepers=most_keepers))
    groups = [draw(st.sampled_from([None, 1, 2, "x"])) for _ in problem.keepers.id]
    problem = dataclasses.replace(problem, keepers=dataclasses.replace(problem.keepers, group=groups))
    people = {"not_keeper": problem.keepers.id, "not_lead": problem.leads.id}
    bans = []
    for _ in range(draw(st.integers(0, 5))):
        role, place = draw(st.sampled_from(sorted(people))), draw(st.sampled_from(["room", "room", "building"]))
        where = problem.rooms.id if place == "room" else problem.buildings.id
        bans.append(Ban(**{place: draw(st.sampled_from(where)), role: draw(st.sampled_from(people[role]))}))
    return weighed(problem, group=draw(st.sampled_from([0, 30, 700, 5000]))), bans


def sides(problem: Problem, bans: list[Ban]):
    fixed = fixed_rows(problem, bans)
    return [keeper_side(problem, gender, bans=fixed.not_keeper) for gender in "FM"]


def proof_of(problem: Problem, pins):
    certificate = solve(problem, pins=pins, stop=at_once).certificate.to_json()
    return json.loads(json.dumps(problem.to_json())), json.loads(json.dumps(certificate))


@SOME
@given(wishful(most_rooms=12, most_keepers=5))
def test_plain_python_finds_nothing_cheaper(wished):
    problem, bans = wished
    fixed, result = fixed_rows(problem, bans), solve(problem, pins=bans, stop=at_once)
    claims = {(claim.role, claim.gender): (claim.uncovered, claim.cost) for claim in result.certificate.claims}
    for gender in "FM":
        assert claims["keeper", gender] == least_keepers(problem, gender, fixed.not_keeper)
        assert claims["lead", gender] == least_leads(problem, gender, fixed.not_lead)
    assert check(problem, result.plan, bans) == []
    assert result.score.leads == result.leads_bound
    assert result.same_branch == rules.same_branch(problem, result.plan)


@SOME
@given(wishful(most_rooms=5, most_keepers=3))
def test_of_all_plans_none_is_cheaper_in_all_terms(wished):
    problem, bans = wished
    result = solve(problem, pins=bans)
    keepers = min(
        counted.keepers + counted.fragments
        for counted in (score(problem, plan) for plan in all_plans(problem, "keeper", problem.keepers.id, bans))
    )
    assert result.contiguity_bound <= keepers <= result.score.keepers + result.score.fragments
    assert result.keepers_gap == 0


@SOME
@given(wishful(most_rooms=4, most_keepers=3))
def test_of_the_cheapest_leads_most_are_of_the_keepers_branch(wished):
    problem, bans = wished
    result = solve(problem, pins=bans, stop=at_once)
    best = min(
        (score(problem, plan).leads, -rules.same_branch(problem, Plan(result.plan.keeper, plan.lead)))
        for plan in all_plans(problem, "lead", problem.leads.id, bans)
    )
    assert best == (result.score.leads, -result.same_branch)


def all_plans(problem: Problem, role: str, people, bans):
    """Every plan of a role that no rule and no ban forbids; nobody in the other."""
    occupied = [row for row, occ in enumerate(problem.rooms.occ) if occ]
    for chosen in product([None, *people], repeat=len(occupied)):
        column = [None] * len(problem.rooms.id)
        for row, person in zip(occupied, chosen, strict=True):
            column[row] = person
        nobody = [None] * len(column)
        plan = Plan(column, nobody) if role == "keeper" else Plan(nobody, column)
        if not check(problem, plan, bans):
            yield plan


@SOME
@given(wishful(most_rooms=10, most_keepers=4))
def test_every_certificate_holds_and_nothing_more_can_be_claimed(wished):
    problem, bans = wished
    inst, certificate = proof_of(problem, bans)
    assert refuted(inst, certificate) == []
    for claim in certificate["claims"]:
        claim["cost"] += 1
    assert len(refuted(inst, certificate)) == 4


@SOME
@given(wishful(most_rooms=8, most_keepers=4), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(wished, random):
    problem, bans = wished
    plan = solve(problem, pins=bans).plan
    mixed, rows = shuffled(problem, random)
    again = solve(mixed, pins=random.sample(bans, len(bans))).plan
    assert again == Plan([plan.keeper[row] for row in rows], [plan.lead[row] for row in rows])


@SOME
@given(wishful(most_rooms=8, most_keepers=4), st.randoms(use_true_random=False))
def test_a_ban_that_comes_later_gives_what_solving_anew_gives(wished, random):
    problem, bans = wished
    fixed, division = fixed_rows(problem, bans), Division(problem)
    done = []
    for room, keeper in random.sample(sorted(fixed.not_keeper), len(fixed.not_keeper)):
        names = problem.rooms.id[room], problem.keepers.id[keeper]
        problem = in_force(problem, division)
        division.ban(*names)
        done.append((names, (room, keeper)))
        agree(division, problem, {rows for _, rows in done})
    for number, (names, _) in enumerate(done):
        problem = in_force(problem, division)
        division.unban(*names)
        agree(division, problem, {rows for _, rows in done[number + 1 :]})


def in_force(problem: Problem, division: Division) -> Problem:
    now = division.keepers()
    return dataclasses.replace(problem, prev=Plan([now.get(room) for room in problem.rooms.id], problem.prev.lead))


def agree(division: Division, problem: Problem, bans) -> None:
    anew, cost = {}, 0
    for gender in "FM":
        side = keeper_side(problem, gender, bans=bans)
        found = cheapest(side)
        cost += found.cost
        for room, k in zip(side.room.tolist(), found.chosen.tolist(), strict=True):
            anew[problem.rooms.id[room]] = None if k < 0 else problem.keepers.id[side.keeper[k]]
    assert (division.keepers(), division.cost()) == (anew, cost)


@pytest.mark.parametrize("colleagues", [2, 64])
def test_a_made_up_college_with_wishes_is_proven(colleagues, monkeypatch):
    monkeypatch.setattr(field, "COLLEAGUES", colleagues)
    problem = weighed(read_problem(generate(500, seed=3, members=0.05)), group=400)
    free, random = solve(problem, stop=at_once), Random(4)
    bans = [Ban(building=random.choice(problem.buildings.id), not_keeper=k) for k in problem.keepers.id[::7]]
    for room, keeper, lead in zip(problem.rooms.id, free.plan.keeper, free.plan.lead, strict=True):
        if keeper is not None and lead is not None and random.random() < 0.2:
            bans.append(Ban(room=room, not_keeper=keeper, not_lead=lead))
    result = solve(problem, pins=bans, stop=at_once)
    assert check(problem, result.plan, bans) == []
    assert refuted(problem.to_json(), result.certificate.to_json()) == []
    assert result.keepers_bound > free.keepers_bound


def test_a_certificate_that_keeps_a_ban_silent_is_rejected():
    problem = instance("case")
    room, keeper = problem.rooms.id[0], solve(problem, stop=at_once).plan.keeper[0]
    inst, certificate = proof_of(problem, [Ban(room=room, not_keeper=keeper)])
    assert refuted(inst, certificate) == []
    silent = {**certificate, "pins": []}
    gender = problem.gender_of(0)
    assert [sentence.split(":")[0] for sentence in refuted(inst, silent)] == [f"keepers of gender {gender}"]


def test_with_no_weight_on_groups_the_case_costs_what_it_did_and_with_one_they_come_together():
    problem = instance("case")
    usual = solve(problem, stop=at_once)
    together = solve(weighed(problem, group=5000), stop=at_once)
    assert usual.score.cost["outside_group"] == 0
    assert usual.keepers_bound == 245_530
    assert together.score.raw["outside_group"] < usual.score.raw["outside_group"]
    assert usual.score.leads == together.score.leads == 2_100


def test_a_group_is_at_home_where_most_of_its_members_live():
    data = two_people(keepers_group=["x", "x"], buildings_id=["F"])
    for column, value in {"id": "G", "gender": "F", "x": 50, "y": 0, "stairs": [1], "floors": 1}.items():
        data["buildings"][column].append(value)
    for column, value in {"id": "g1", "building": 1, "floor": 1, "pos": 1, "occ": [1]}.items():
        data["rooms"][column].append(value)
    data["prev"] = {"keeper": [None] * 5, "lead": [None] * 5}
    problem = read_problem(data)
    assert problem.main_building == [0, 0]
    assert [rules.outside_group(problem, 0, room) for room in (0, 4)] == [0, 1]
    data["keepers"]["home"] = [0, 4]
    data["buildings"]["id"] = ["Z", "G"]  # as many in each: the one whose id comes first
    assert read_problem(data).main_building == [1, 1]
    data["keepers"]["group"] = ["x", None]
    assert read_problem(data).main_building == [0, -1]
    data["keepers"]["group"] = ["x", ["y"]]
    with pytest.raises(ProblemError, match=r"keepers row 1 \(bea\): \['y'\] is not the id of a group\."):
        read_problem(data)


@pytest.mark.parametrize(
    ("pins", "sentence"),
    [
        ([Ban(room="109", not_keeper="ada")], "pins row 0: there is no room 109."),
        ([Ban(building="B", not_keeper="ada")], "pins row 0: there is no building B."),
        ([Ban(room="101", not_keeper="eve")], "pins row 0: there is no keeper eve."),
        ([Ban(room="101", not_lead="eve")], "pins row 0: there is no lead eve."),
        ([Ban(room="101")], "pins row 0: nobody is banned."),
        ([Ban(not_keeper="ada")], "pins row 0: a ban is from a room or from a building."),
        ([Ban(room="101", building="F", not_keeper="ada")], "pins row 0: a ban is from a room or from a building."),
        ([Pin("101", keeper="ada"), Ban(room="101", not_keeper="ada")],
         "pins row 1: keeper ada is pinned to room 101 and banned from it."),
        ([Ban(building="F", not_lead="bea"), Pin("201", lead="bea")],
         "pins row 1: lead bea is pinned to room 201 and banned from it."),
    ],
)  # fmt: skip
def test_bans_that_make_no_sense_are_refused(pins, sentence):
    with pytest.raises(ProblemError) as refused:
        fixed_rows(read_problem(two_people()), pins)
    assert str(refused.value) == sentence


def test_the_judge_names_pins_and_bans_that_are_not_heeded():
    problem = read_problem(two_people())
    plan = Plan(["ada", "ada", None, "bea"], ["ada", "bea", None, "bea"])
    pins = [Pin("102", keeper="bea"), Ban(building="F", not_keeper="bea"), Ban(room="102", not_lead="bea")]
    assert [(found.code, found.role, found.room, found.person) for found in check(problem, plan, pins)] == [
        ("pinned", "keeper", "102", "bea"),
        ("banned", "keeper", "201", "bea"),
        ("banned", "lead", "102", "bea"),
    ]


def test_who_is_banned_is_not_offered_and_cannot_be_pinned():
    problem = read_problem(two_people())
    ban = Ban(room="102", not_keeper="bea")
    plan = solve(problem, pins=[ban]).plan
    explainer = Explainer(problem, plan, pins=[ban])
    assert [swap.person for swap in Explainer(problem, plan).room("102").next] == ["bea"]
    assert explainer.room("102").next == []
    with pytest.raises(ProblemError, match="may not have room 102"):
        explainer.swap("102", "bea")
    division = Division(problem, pins=[ban])
    with pytest.raises(ProblemError, match="keeper bea is banned from room 102"):
        division.pin("102", "bea")
    division.pin("102", "ada")
    with pytest.raises(ProblemError, match="keeper ada is pinned to room 102"):
        division.ban("102", "ada")
