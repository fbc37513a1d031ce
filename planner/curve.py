"""The price curve of fragments: what each weight of term 6 leaves of them, and what that costs in the other terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .contiguity.keeping import Keeping
from .contiguity.narrowing import improve
from .instance.arrays import Ints
from .instance.fitting import fixed_rows
from .instance.problem import Problem
from .instance.tables import Ban, Id, Pin, Plan
from .instance.validate import GENDERS
from .proof.check import KEEPER_TERMS, Score, score

WEIGHTS = (0, 40, 200, 1000, 4000)


@dataclass(frozen=True)
class Point:
    """The best division found for one weight: ``fragments`` left, and how often the keepers' other terms count."""

    weight: int
    fragments: int
    terms: dict[str, int]
    cost: int  # of the other terms


def curve(
    problem: Problem,
    weights: Sequence[int] = WEIGHTS,
    *,
    pins: Iterable[Pin | Ban] = (),
    seed: int = 0,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda share: None,
) -> list[Point]:
    """One point a weight, lightest first. Terms 1, 3, 4, 5 are solved once; each weight goes on from the one before.

    A division found for one weight stands for another as well where it is cheaper there, so that a higher
    weight never leaves more fragments.
    """
    fixed, weights = fixed_rows(problem, pins), sorted(set(weights))
    sides = [Keeping(problem, gender, fixed, seed) for gender in GENDERS]
    chosen = [side.chosen for side in sides]
    found = []
    for number, weight in enumerate(weights):
        for place, side in enumerate(sides):
            done = number * len(sides) + place
            chosen[place] = _improved(
                side,
                weight,
                chosen[place],
                stop,
                lambda share, done=done: progress(_share(done + share, sides, weights)),
            )
            side.chosen = chosen[place]
        found.append(_counted(problem, sides))
    progress(1.0)
    return [
        _point(weight, min(found, key=lambda one: (_paid(one, weight), one.raw["fragments"]))) for weight in weights
    ]


def _improved(
    side: Keeping, weight: int, start: Ints, stop: Callable[[], bool], progress: Callable[[float], None]
) -> Ints:
    priced = side.side._replace(rates=side.side.rates._replace(fragment=weight))
    return improve(priced, side.optimum, start=start, stop=stop, progress=progress, seed=side.seed).chosen


def _counted(problem: Problem, sides: Iterable[Keeping]) -> Score:
    keepers: list[Id | None] = [None] * len(problem.rooms.id)
    for side in sides:
        side.write(keepers)
    return score(problem, Plan(keepers, [None] * len(keepers)))


def _paid(counted: Score, weight: int) -> int:
    return counted.keepers + weight * counted.raw["fragments"]


def _point(weight: int, counted: Score) -> Point:
    terms = {term: counted.raw[term] for term in KEEPER_TERMS}
    return Point(weight, counted.raw["fragments"], terms, counted.keepers)


def _share(done: float, sides: Sequence[Keeping], weights: Sequence[int]) -> float:
    return done / (len(sides) * len(weights))
