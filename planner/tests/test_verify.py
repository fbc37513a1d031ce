"""The independent checker: believes what is proven, nothing else."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.instance.reading import read_problem
from planner.instance.tables import Pin
from planner.proof.verify import refuted
from planner.solve import solve
from planner.tests.small import instance, problems, two_people

SOME = settings(max_examples=40)


def at_once() -> bool:
    return True


def proof_of(problem, pins=()):
    """(instance, certificate) as they stand in files."""
    certificate = solve(problem, pins=pins, stop=at_once).certificate.to_json()
    return json.loads(json.dumps(problem.to_json())), json.loads(json.dumps(certificate))


@SOME
@given(problems(most_rooms=10, most_keepers=4))
def test_every_certificate_holds_and_nothing_more_can_be_claimed(problem):
    inst, certificate = proof_of(problem)
    assert refuted(inst, certificate) == []
    for claim in certificate["claims"]:
        claim["cost"] += 1
    assert len(refuted(inst, certificate)) == 4


@SOME
@given(problems(most_rooms=8, most_keepers=4), st.data())
def test_with_pins_it_holds_as_well(problem, data):
    some = solve(problem, seed=1, stop=at_once).plan
    pins = [
        Pin(room, keeper=some.keeper[row], lead=some.lead[row])
        for row, room in enumerate(problem.rooms.id)
        if (some.keeper[row] or some.lead[row]) and data.draw(st.booleans())
    ]
    inst, certificate = proof_of(problem, pins)
    assert refuted(inst, certificate) == []


@pytest.mark.parametrize("name", ["case", "case-tight"])
def test_the_instances_at_hand_are_proven(name):
    inst, certificate = proof_of(instance(name))
    assert refuted(inst, certificate) == []


def test_a_broken_certificate_is_rejected():
    inst, certificate = proof_of(instance("case"))
    for role, people in (("keeper", inst["keepers"]), ("lead", inst["leads"])):
        prices = certificate[role]
        row = next(k for k, g in enumerate(people["gender"]) if g == "F" and people.get("avail", people["cap"])[k])
        for wrong in (prices[row] + 100_000, prices[row] - 100_000):
            broken = {**certificate, role: [wrong if k == row else price for k, price in enumerate(prices)]}
            assert [sentence.split(":")[0] for sentence in refuted(inst, broken)] == [f"{role}s of gender F"]
    cheap = [{**claim, "nobody": 1000} for claim in certificate["claims"]]
    assert any(
        "not dearer than everything else" in sentence for sentence in refuted(inst, {**certificate, "claims": cheap})
    )


def test_the_price_of_a_keeper_lies_between_the_slots_on_either_side():
    problem = read_problem(two_people())
    result = solve(problem, stop=at_once)
    for row, keeper in enumerate(problem.keepers.id):
        load = result.plan.keeper.count(keeper)
        outside = [60 * max(0, problem.keepers.lo[row] - n, n - problem.keepers.hi[row]) ** 2 for n in range(5)]
        slots = [after - before for before, after in pairwise(outside)]
        price = result.certificate.keeper[row]
        assert price <= slots[load] or load == problem.keepers.cap[row]
        assert load == 0 or price >= slots[load - 1]
