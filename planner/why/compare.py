"""What differs between two plans of the same rooms."""

from __future__ import annotations

from planner.instance.tables import Plan, ProblemError


def differences(first: Plan, second: Plan) -> dict[str, int]:
    """How many rooms have another keeper, and another lead. Raises ProblemError for plans of different length."""
    found = {}
    for role in ("keeper", "lead"):
        one, other = getattr(first, role), getattr(second, role)
        if len(one) != len(other):
            raise ProblemError(f"{role}: one plan has {len(one)} rooms, the other {len(other)}.")
        found[role] = sum(a != b for a, b in zip(one, other, strict=True))
    return found
