"""The plan of a term: keepers and leads for every occupied room, as cheap as can be proven.

Keepers and leads are separate, and so are the genders. For each, the fewest rooms stay
uncovered, and of those choices the cheapest in terms 1, 3, 4, 5 (keepers) or 2, 5 (leads)
is found exactly over all pairs. Fragments (term 6) are then improved from there; the exact
optimum stays the bound that the whole is measured against.

Measured on two cores: 284 rooms in 0.03 s and 1 s more for term 6; 2,500 rooms in 0.6 s and
10 s more; 10,000 rooms in 11 s, without term 6, and 1.4 GB (2.3 GB with a plan in force).
All pairs of a gender are held in memory, which ends a little above that with one sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter

from .check import Score, score
from .fitting import known_people, pinned_rows
from .keeping import Keeping
from .leading import exact_leads
from .order import in_order, pick, put_back
from .problem import Problem
from .shortage import Uncovered, uncovered
from .tables import Pin, Plan

Stop = Callable[[], bool]
Progress = Callable[[str, float], None]  # stage ("keepers", "leads", "contiguity"), share done


@dataclass(frozen=True)
class Result:
    """A plan and what is known about it. ``score`` is counted by the independent judge.

    ``keepers_bound`` no plan with as few uncovered rooms can beat in terms 1, 3, 4, 5 (so
    none in all six), ``leads_bound`` none in the leads' terms.
    """

    plan: Plan
    score: Score
    uncovered: list[Uncovered]
    keepers_bound: int
    leads_bound: int
    seconds: dict[str, float]

    @property
    def keepers_gap(self) -> int:
        """How far the keepers' six terms may be from the best; 0 = proven optimal."""
        return self.score.keepers + self.score.fragments - self.keepers_bound

    @property
    def proven(self) -> bool:
        return self.keepers_gap == 0 and self.score.leads == self.leads_bound


def solve(
    problem: Problem,
    *,
    start: Plan | None = None,
    pins: Iterable[Pin] = (),
    seed: int = 0,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> Result:
    """The best plan found for a problem that keeps the pins.

    ``start`` is a plan to improve on where it beats the exact one in all six terms;
    ``seed`` picks among equals; ``stop()`` ends the improvement of term 6, never the rest.
    The same input gives the same plan, whatever the order of its rows. Raises ProblemError.
    """
    stop = stop or (lambda: False)
    progress = progress or (lambda stage, share: None)
    sorted_problem, rows = in_order(problem)
    fixed_keepers, fixed_leads = pinned_rows(sorted_problem, pins)
    if start is not None:
        known_people(problem, start, "start")
        start = pick(start, rows)
    seconds = {}

    began = perf_counter()
    sides, exact = [], [None] * len(rows)
    genders = sorted_problem.genders()
    for number, gender in enumerate(genders):
        progress("keepers", number / len(genders))
        sides.append(Keeping(sorted_problem, gender, fixed_keepers, seed))
        sides[-1].write(exact)
    seconds["keepers"] = perf_counter() - began

    began = perf_counter()
    progress("leads", 0.0)
    leads = exact_leads(sorted_problem, fixed_leads, seed)
    seconds["leads"] = perf_counter() - began

    began = perf_counter()
    keepers = list(exact)
    for number, side in enumerate(sides):
        if start is not None:
            side.adopt(start)
        side.improve(stop, lambda share, done=number: progress("contiguity", (done + share) / len(sides)))
        side.write(keepers)
    seconds["contiguity"] = perf_counter() - began

    bound = score(sorted_problem, Plan(exact, leads))
    plan = put_back(Plan(keepers, leads), rows)
    return Result(plan, score(problem, plan), uncovered(problem, plan), bound.keepers, bound.leads, seconds)
