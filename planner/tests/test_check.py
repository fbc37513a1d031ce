"""The judge: every hard rule broken once, and numbers counted by the reference scorer."""

import dataclasses

import pytest

from planner import rules
from planner.instance.bands import load_bands
from planner.instance.reading import read_problem
from planner.instance.tables import Plan
from planner.proof.check import check, score
from planner.tests.small import by_turns, instance, two_people

BROKEN = [
    ("one_each", {}, {"keeper": ["ada", "ada", "ada", "bea"]}),
    ("one_each", {}, {"lead": ["ada"]}),
    ("known_person", {}, {"lead": ["eve", None, None, "bea"]}),
    ("gender", {"keepers_gender": ["F", "M"]}, {}),
    ("gender", {"leads_gender": ["F", "M"]}, {}),
    ("available", {"keepers_avail": [1, 0]}, {}),
    ("cap", {"keepers_cap": [1, 1]}, {}),
    ("cap", {"leads_cap": [1, 1]}, {}),
]


@pytest.mark.parametrize(("code", "building", "plan"), BROKEN)
def test_a_broken_rule_is_found_and_not_scored(code, building, plan):
    problem = read_problem(two_people(**building))
    chosen = Plan(**{"keeper": ["ada", "ada", None, "bea"], "lead": ["ada", "ada", None, "bea"], **plan})
    assert [violation.code for violation in check(problem, chosen)] == [code]
    with pytest.raises(ValueError, match=r"\.$"):
        score(problem, chosen)


def test_every_hard_rule_has_an_example():
    assert {code for code, *_ in BROKEN} | {"pinned", "banned"} == set(rules.HARD)  # these two: see test_wishes


def test_uncovered_rooms_are_counted_not_forbidden():
    problem = read_problem(two_people())
    nobody = Plan.empty(4)
    assert check(problem, nobody) == []
    assert score(problem, nobody).raw["uncovered_keeper"] == 3


def test_the_numbers_of_the_reference_scorer_on_the_case():
    problem = instance("case")
    before, turns = by_turns(problem, 1), by_turns(problem)
    problem = dataclasses.replace(problem, prev=before)
    keepers = [new if row % 3 else old for row, (new, old) in enumerate(zip(turns.keeper, before.keeper, strict=True))]
    leads = [lead if row % 3 else None for row, lead in enumerate(turns.lead)]
    counted = score(problem, Plan(keepers, leads))
    assert counted.raw == {
        "uncovered_keeper": 0,
        "uncovered_lead": 95,
        "foreign_students": 1000,
        "lead_floor": 19,
        "lead_building": 90,
        "lead_elsewhere": 79,
        "lead_second": 0,
        "steps": 34101,
        "outside_group": 133,
        "imbalance": 96,
        "changed_keepers": 189,
        "changed_leads": 284,
        "fragments": 44,
    }
    assert (counted.keepers, counted.fragments, counted.leads) == (2_356_220, 1_760, 95_192_400)
    assert counted.total == 97_550_380


def test_the_bands_of_the_case():
    problem = instance("case")
    keepers = problem.keepers
    lo, hi = load_bands(
        problem.rooms,
        problem.buildings,
        gender=keepers.gender,
        branch=keepers.branch,
        cap=keepers.cap,
        avail=keepers.avail,
    )
    assert (lo, hi) == (keepers.lo, keepers.hi)
