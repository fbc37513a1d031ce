"""Reasons and prices of a change: exact, and in both languages."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.instance.reading import read_problem
from planner.instance.tables import Plan, ProblemError
from planner.proof.check import check, score
from planner.solve import solve
from planner.tests.small import instance, problems, two_people
from planner.why.explain import Explainer, explain_room, swap_cost, swap_lead_cost
from planner.why.sentences import counted

PLAN = Plan(["ada", "ada", None, "bea"], ["ada", "ada", None, "bea"])


def after(problem, plan, role, swap):
    """The plan with the swap made."""
    columns = {"keeper": list(plan.keeper), "lead": list(plan.lead)}
    row = problem.rooms.id.index
    columns[role][row(swap.room)] = swap.person
    if swap.gives_back is not None:
        columns[role][row(swap.gives_back)] = swap.replaces
    return Plan(**columns)


@settings(max_examples=40)
@given(problems(most_rooms=8, most_keepers=4), st.integers(0, 5))
def test_a_swap_costs_what_the_judge_counts(problem, seed):
    plan = solve(problem, seed=seed, stop=lambda: True).plan
    explainer, before = Explainer(problem, plan), score(problem, plan)
    for room, occ in zip(problem.rooms.id, problem.rooms.occ, strict=True):
        for role in ("keeper", "lead") if occ else ():
            for swap in explainer.room(room, role, count=9).next:
                changed = after(problem, plan, role, swap)
                assert check(problem, changed) == []
                counted = score(problem, changed)
                assert counted.total - before.total == swap.difference
                assert {term: counted.raw[term] - before.raw[term] for term in swap.terms} == swap.terms


@settings(max_examples=40)
@given(problems(most_rooms=8, most_keepers=4), st.integers(0, 5))
def test_an_exchange_costs_what_the_judge_counts(problem, seed):
    plan = solve(problem, seed=seed, stop=lambda: True).plan
    explainer, before = Explainer(problem, plan), score(problem, plan)
    lived_in = [row for row, occ in enumerate(problem.rooms.occ) if occ]
    for first, second in combinations(lived_in, 2):
        for role in ("keeper", "lead"):
            columns = {"keeper": list(plan.keeper), "lead": list(plan.lead)}
            column = columns[role]
            column[first], column[second] = column[second], column[first]
            if check(problem, Plan(**columns)):
                continue
            counted = score(problem, Plan(**columns))
            exchange = explainer.exchange(problem.rooms.id[first], problem.rooms.id[second], role)
            assert counted.total - before.total == exchange.difference
            assert {term: counted.raw[term] - before.raw[term] for term in exchange.terms} == exchange.terms


def test_an_exchange_is_counted_whatever_rule_it_breaks_and_said_in_both_languages():
    keepers = {"keepers_gender": ["F", "M"], "keepers_cap": [3, 3]}
    explainer = Explainer(read_problem(two_people(**keepers)), Plan(["ada", "ada", None, None], PLAN.lead))
    exchange = explainer.exchange("102", "201")
    zh, en = counted(exchange.terms, exchange.difference)
    assert zh.endswith(f"合计 {exchange.difference:+,} 分。")
    assert en.endswith(f"{exchange.difference:+,} points in all.")
    assert counted({}, 0) == ("没有差别。", "There is no difference.")


def test_the_next_three_are_in_order_of_price():
    problem = instance("case")
    plan = solve(problem, stop=lambda: True).plan
    explanation = explain_room(problem, plan, "M3-208")
    assert len(explanation.next) == 3
    assert sorted(swap.difference for swap in explanation.next) == [swap.difference for swap in explanation.next]


def test_a_keeper_is_explained_in_students_and_steps():
    explanation = explain_room(read_problem(two_people()), PLAN, "102", name=str.title, place="room {}".format)
    assert (explanation.person, explanation.terms, explanation.cost) == (
        "ada",
        {"foreign_students": 1, "steps": 1},
        2010,
    )
    assert explanation.zh == [
        "2 名同学中有 1 名与 Ada 不在一个支部。",
        "Ada 从寝室走来约 1 步。",
        "Ada 共负责 2 间，按支部人数 1–2 间为宜。",
        "改由 Bea：步数 +12，断开之处 +1；合计 +160 分。",
    ]
    assert explanation.en == [
        "1 of the 2 students are of another branch than Ada.",
        "Ada has about 1 step to walk here.",
        "Ada keeps 2 in all; 1–2 would be a fair share.",
        "With Bea instead: steps +12, gaps +1; +160 points in all.",
    ]


def test_a_lead_is_explained_by_where_they_live():
    explanation = explain_room(read_problem(two_people()), PLAN, "102", "lead")
    assert explanation.terms == {"lead_floor": 1}
    assert explanation.en[:2] == ["ada lives on the same floor.", "There are too few, so ada leads 2 rooms."]
    assert explanation.zh[:2] == ["ada 住在同一层。", "人手不够，ada 负责 2 间。"]


@pytest.mark.parametrize(
    ("old", "zh", "en"),
    [
        ("ada", "与上一版相同，没有换人。", "The same person as in the plan before."),
        ("bea", "上一版由 bea 负责。", "In the plan before it was bea."),
    ],
)
def test_a_change_is_named(old, zh, en):
    problem = read_problem(two_people(prev_keeper=[None, old, None, None]))
    explanation = explain_room(problem, PLAN, "102")
    assert zh in explanation.zh
    assert en in explanation.en


def test_who_is_full_gives_a_room_in_exchange():
    problem = read_problem(two_people(keepers_cap=[2, 1]))
    swap = swap_cost(problem, PLAN, "101", "bea")
    assert (swap.replaces, swap.gives_back) == ("ada", "201")
    assert "bea is full, so ada would take 201." in explain_room(problem, PLAN, "101").en[-1]


def test_an_uncovered_room_says_what_is_missing():
    problem = read_problem(two_people(keepers_cap=[1, 1]))
    explanation = explain_room(problem, Plan(["ada", None, None, "bea"], PLAN.lead), "102")
    assert explanation.person is None
    assert explanation.en[0] == "The 3 rooms of women share 2 keepers with 2 places: 1 short."
    assert "would have nobody" in explanation.en[1]


def test_an_open_room_with_places_left_says_so():
    explanation = explain_room(read_problem(two_people()), Plan(["ada", None, None, "bea"], PLAN.lead), "102")
    assert explanation.en[0].endswith("so there is still somebody to ask.")
    assert explanation.next[0].terms["uncovered_keeper"] == -1


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (lambda problem: swap_cost(problem, PLAN, "101", "eve"), "There is no keeper eve."),
        (lambda problem: swap_cost(problem, PLAN, "999", "ada"), "There is no room 999."),
        (lambda problem: swap_cost(problem, PLAN, "103", "ada"), "Room 103 is empty and needs nobody."),
        (lambda problem: swap_lead_cost(problem, PLAN, "101", "bob"), "The lead bob may not have room 101."),
    ],
)
def test_questions_without_an_answer_are_refused(question, sentence):
    leads = {"leads_id": ["ada", "bea", "bob"], "leads_gender": ["F", "F", "M"], "leads_home": [0, 3, -1]}
    problem = read_problem(two_people(**leads, leads_branch=[1, 2, 1], leads_cap=[2, 2, 1]))
    with pytest.raises(ProblemError) as refusal:
        question(problem)
    assert str(refusal.value) == sentence
