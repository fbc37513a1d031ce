"""The plan of a term: keepers and leads for every occupied room, as cheap as can be proven.

Keepers and leads are separate, and so are the GENDERS. For each, the fewest rooms stay
uncovered, and of those choices the cheapest in terms 1, 3, 4, 5 (keepers) or 2, 5 (leads)
is found exactly over all pairs. Fragments (term 6) are then improved from there, while a bound
on all six terms rises to meet the plan: what is left between the two is the gap. Leads come last: of
choices that cost the same, the one with the most rooms whose keeper and lead are of one branch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import TypeVar

from . import rules
from .contiguity.keeping import Keeping
from .flow.leading import LeadFlow
from .instance.fitting import fixed_rows, known_people
from .instance.problem import Problem
from .instance.tables import Ban, Id, Pin, Plan
from .instance.validate import GENDERS
from .proof.certificate import Certificate, certify
from .proof.check import Score, score
from .watching import Stop, Watch, side_by_side
from .why.shortage import Uncovered, uncovered

Found = TypeVar("Found")
Progress = Callable[[str, float], None]  # stage ("keepers", "contiguity", "leads"), share done


@dataclass(frozen=True)
class Result:
    """A plan and what is known about it. ``score`` is counted by the independent judge.

    ``keepers_bound`` no plan with as few uncovered rooms can beat in terms 1, 3, 4, 5,
    ``contiguity_bound`` none in all six, ``leads_bound`` none in the leads' terms.
    """

    plan: Plan
    score: Score
    uncovered: list[Uncovered]
    keepers_bound: int
    contiguity_bound: int
    leads_bound: int
    same_branch: int  # rooms whose keeper and lead are of one branch
    certificate: Certificate  # of the keepers' and the leads' bound
    seconds: dict[str, float]

    @property
    def keepers_gap(self) -> int:
        """How far the keepers' six terms may be from the best; 0 = proven optimal."""
        return self.score.keepers + self.score.fragments - self.contiguity_bound

    @property
    def keepers_gap_percent(self) -> float:
        """The gap as a share of what the six terms cost."""
        return 100 * self.keepers_gap / max(1, self.score.keepers + self.score.fragments)

    @property
    def proven(self) -> bool:
        return self.keepers_gap == 0 and self.score.leads == self.leads_bound


def solve(
    problem: Problem,
    *,
    start: Plan | None = None,
    pins: Iterable[Pin | Ban] = (),
    seed: int = 0,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> Result:
    """The best plan found for a problem that keeps the pins and bans.

    ``start`` is a plan to improve on where it beats the exact one in all six terms;
    ``seed`` picks among equals; ``stop()`` ends the improvement of term 6, never the rest.
    The same input gives the same plan, whatever the order of its rows. Raises ProblemError.
    """
    stop = stop or (lambda: False)
    progress = progress or (lambda stage, share: None)
    pins = list(pins)
    fixed = fixed_rows(problem, pins)
    if start is not None:
        known_people(problem, start, "start")
    seconds: dict[str, float] = {}

    def of_both(stage: str, work: Callable[[str, Watch], Found]) -> dict[str, Found]:
        """One thread a gender; what comes out does not depend on which is faster."""
        works = [partial(work, gender) for gender in GENDERS]
        return dict(zip(GENDERS, side_by_side(works, stop, partial(progress, stage)), strict=True))

    began = perf_counter()
    sides = of_both("keepers", lambda gender, watch: Keeping(problem, gender, fixed, seed, watch.go_on))
    seconds["keepers"] = perf_counter() - began

    began = perf_counter()
    if start is not None:
        for side in sides.values():
            side.adopt(start)
    of_both("contiguity", lambda gender, watch: sides[gender].improve(watch.is_over, watch.tell))
    keepers: list[Id | None] = [None] * len(problem.rooms.id)
    for side in sides.values():
        side.write(keepers)
    seconds["contiguity"] = perf_counter() - began

    began = perf_counter()
    leading = of_both(
        "leads",
        lambda gender, watch: LeadFlow(problem, gender, fixed, seed, keepers=keepers, look_up=watch.go_on).solve(),
    )
    leads: list[Id | None] = [None] * len(problem.rooms.id)
    for flow in leading.values():
        flow.write(leads)
    seconds["leads"] = perf_counter() - began

    plan = Plan(keepers, leads)
    certificate = certify(problem, [(gender, side.flow) for gender, side in sides.items()], leading.items(), pins)
    counted = score(problem, plan)
    left = counted.cost["uncovered_keeper"]
    return Result(
        plan,
        counted,
        uncovered(problem, plan),
        certificate.least("keeper", problem.weights.uncovered_keeper),
        left + sum(side.bound for side in sides.values()),
        certificate.least("lead", problem.weights.uncovered_lead),
        rules.same_branch(problem, plan),
        certificate,
        seconds,
    )
