"""Each rule with its two-person example, counted by the rules and by the judge alike."""

from collections import Counter

import pytest
from hypothesis import given

from planner import rules
from planner.instance.reading import read_problem
from planner.instance.tables import Plan
from planner.proof import check
from planner.tests.small import problems, two_people

NOBODY_CHANGES = {"keeper": ["ada", "ada", None, "bea"], "lead": ["ada", "ada", None, "bea"]}

TWO_BUILDINGS = {
    "buildings_id": ["F", "G"], "buildings_gender": ["F", "F"], "buildings_x": [0, 5], "buildings_y": [0, 0],
    "buildings_stairs": [[2], [2]], "buildings_floors": [2, 2], "rooms_building": [0, 0, 0, 1],
    "keepers_home": [0, 1], "keepers_group": ["x", "x"],
}  # fmt: skip

# term: what is changed in the building of two_people, and in the plan; how often it then counts
EXAMPLES = [
    ("uncovered_keeper", {}, {"keeper": [None, "ada", None, "bea"]}, 1),
    ("uncovered_lead", {}, {"lead": [None, "ada", None, "bea"]}, 1),
    ("foreign_students", {}, {}, 1),  # one of the two in 102
    ("foreign_students", {}, {"keeper": ["bea", "ada", None, "ada"]}, 5),
    ("steps", {}, {}, 1),  # Ada next door; Bea at home
    ("steps", {}, {"keeper": ["ada", "ada", None, "ada"]}, 1 + 12 + 2),  # to the stairs and back along
    ("steps", {"keepers_home": [-1, 3]}, {}, 150 + 150),
    ("outside_group", TWO_BUILDINGS, {}, 1),  # 201 is not where the group's two members live
    ("outside_group", {**TWO_BUILDINGS, "keepers_group": ["x", None]}, {}, 0),
    ("imbalance", {}, {}, 0),
    ("imbalance", {}, {"keeper": ["ada", "ada", None, "ada"]}, 1 + 1),  # one too many, one too few
    ("imbalance", {"keepers_lo": [1, 3], "keepers_hi": [2, 3]}, {}, 4),
    ("changed_keepers", {"prev_keeper": ["ada", "bea", None, "gone"]}, {}, 1),
    ("changed_keepers", {"prev_keeper": ["ada", "bea", None, "gone"], "keepers_avail": [1, 0]},
     {"keeper": ["ada", "ada", None, None]}, 0),
    ("changed_leads", {"prev_lead": ["bea", "ada", None, None]}, {}, 1),
    ("lead_floor", {}, {}, 1),
    ("lead_building", {}, {"lead": ["bea", "bea", None, "ada"]}, 3),
    ("lead_elsewhere", {"leads_home": [-1, 3]}, {}, 2),
    ("lead_second", {}, {}, 1),
    ("fragments", {}, {}, 0),
    ("fragments", {}, {"keeper": ["ada", "bea", None, "ada"]}, 1),
    ("fragments", {"rooms_occ": [[1], [], [1], [2]]}, {"keeper": ["ada", None, "ada", "bea"]}, 0),  # an empty room
    ("fragments", {"rooms_occ": [[1], [1], [1], [2]]}, {"keeper": ["ada", None, "ada", "bea"]}, 1),  # an uncovered one
]  # fmt: skip


@pytest.mark.parametrize(("term", "building", "plan", "count"), EXAMPLES)
def test_a_rule_counts(term, building, plan, count):
    problem = read_problem(two_people(**building))
    leads = NOBODY_CHANGES["lead"]
    if "rooms_occ" in building:
        leads = [None] * 4
    chosen = Plan(**{**NOBODY_CHANGES, "lead": leads, **plan})
    assert check.score(problem, chosen).raw[term] == count


def test_every_soft_rule_has_an_example():
    assert {term for term, *_ in EXAMPLES} == set(rules.SOFT)


@pytest.mark.parametrize("rule", [*rules.HARD.values(), *rules.SOFT.values()], ids=lambda rule: rule.code)
def test_every_rule_can_be_said_in_both_languages(rule):
    assert rule.zh.endswith("。")
    assert rule.en.endswith(".")


@given(problems())
def test_runs_are_the_fragments_of_the_judge(problem):
    plan = Plan([None] * len(problem.rooms.id), [None] * len(problem.rooms.id))
    before = rules.rooms_before(problem)
    load: Counter[str] = Counter()
    rooms_of: dict[str, set[int]] = {}
    for room in sorted(before):  # whoever has a place left takes the next room
        for row, keeper in enumerate(problem.keepers.id):
            if rules.may_keep(problem, row, room) and load[keeper] < problem.keepers.cap[row]:
                load[keeper] += 1
                rooms_of.setdefault(keeper, set()).add(room)
                plan.keeper[room] = keeper
                break
    runs = sum(rules.runs(before, rooms) - 1 for rooms in rooms_of.values())
    assert check.score(problem, plan).raw["fragments"] == runs
