"""The price curve of fragments."""

from hypothesis import given, settings

from planner.curve import WEIGHTS, curve
from planner.instance.tables import Ban
from planner.solve import solve
from planner.tests.small import instance, problems

SOME = settings(max_examples=15)


def test_the_curve_of_the_case_passes_through_its_optimum():
    told = []
    points = {point.weight: point for point in curve(instance("case"), progress=told.append)}
    assert list(points) == list(WEIGHTS)
    assert points[0].cost == 245_530
    assert points[40].cost + 40 * points[40].fragments == 245_990
    fragments, costs = [points[w].fragments for w in WEIGHTS], [points[w].cost for w in WEIGHTS]
    assert fragments == sorted(fragments, reverse=True)
    assert costs == sorted(costs)
    assert fragments[0] > fragments[1] > fragments[-1]
    assert told == sorted(told)
    assert told[-1] == 1.0


@SOME
@given(problems(most_rooms=8, most_keepers=4))
def test_each_point_is_what_solving_for_its_weight_alone_could_not_better(problem):
    bans = [Ban(room=problem.rooms.id[0], not_keeper=problem.keepers.id[0])]
    result = solve(problem, pins=bans)
    point = next(point for point in curve(problem, pins=bans) if point.weight == problem.weights.fragment)
    assert result.contiguity_bound <= point.cost + point.weight * point.fragments
    assert point.cost + point.weight * point.fragments <= result.score.keepers + result.score.fragments
