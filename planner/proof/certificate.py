"""The proof that goes with a plan: one integer a person, and what these integers prove.

Made from the flows of a solve; believed only by ``planner.proof.verify``, which shares no code with them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from planner.flow.exact import KeeperFlow
from planner.flow.leading import LeadFlow
from planner.instance.problem import Problem
from planner.instance.tables import Ban, Pin


@dataclass(frozen=True)
class Claim:
    """Of one gender: no plan leaves fewer rooms uncovered, and none that leaves as few costs less."""

    role: str  # "keeper": terms 1, 3, 4, 5; "lead": terms 2, 5
    gender: str
    nobody: int  # the price of an uncovered room in the proof
    uncovered: int
    cost: int


@dataclass(frozen=True)
class Certificate:
    """``keeper`` and ``lead`` are what a place with a person is worth, in the order of the rosters."""

    keeper: Sequence[int]
    lead: Sequence[int]
    claims: Sequence[Claim]
    pins: Sequence[Pin | Ban]

    def to_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    def least(self, role: str, uncovered_weight: int) -> int:
        """What no plan can cost less than in a role."""
        claims = [claim for claim in self.claims if claim.role == role]
        return sum(claim.cost + claim.uncovered * uncovered_weight for claim in claims)


def certify(
    problem: Problem,
    keepers: Iterable[tuple[str, KeeperFlow]],
    leads: Iterable[tuple[str, LeadFlow]],
    pins: list[Pin | Ban],
) -> Certificate:
    """Raises AssertionError where a flow's prices do not prove its cost."""
    keeper, lead, claims = [0] * len(problem.keepers.id), [0] * len(problem.leads.id), []
    for gender, flow in keepers:
        for row, price in zip(flow.side.keeper.tolist(), flow.net.price.tolist(), strict=True):
            keeper[row] = price
        claims.append(Claim("keeper", gender, flow.net.uncovered, flow.uncovered(), flow.proven_cost()))
    for gender, pooled in leads:
        for rows, price in zip(pooled.members, pooled.prices().tolist(), strict=True):
            for row in rows:
                lead[row] = price
        claims.append(Claim("lead", gender, pooled.nobody(), pooled.uncovered(), pooled.least()))
    return Certificate(keeper, lead, claims, pins)
