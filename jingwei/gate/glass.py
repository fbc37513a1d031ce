"""Break-glass: which classes may be opened in an emergency, by whom, for what, and who is told at once (trust rule P10).

A slice says it in its own `glass.py`, which is found at start-up. There is no setting that turns the telling off.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models

from .policy import capability as find_capability
from .policy import data_class as find_class
from .policy import policy
from .posts import roles_of
from .roles import Operation, Role

NEVER = frozenset({Role.COMMITTEE, Role.SECRETARY, Role.KEEPER, Role.LEAD, Role.CENTRE, Role.ADMIN})


@dataclass(frozen=True)
class Glass:
    """One class that may be opened, one person at a time."""

    code: str  # of the data class
    on: str  # the capability that says on whom it may be broken
    use: str  # the capability on the open record itself
    purposes: tuple[str, ...]
    team: Callable[[object, models.Model], Iterable[int]]  # (actor, subject) → who is told beside subject and auditors
    contents: Callable[[models.Model], list[tuple[str, str]]]  # subject → (label, value)

    @property
    def data_class(self):
        return find_class(self.code)


GLASS: dict[str, Glass] = {}


def breakable(glass: Glass) -> Glass:
    """Declare a class. Raises ValueError where the policy gives it no break-glass or does not know a purpose."""
    if find_capability(glass.on).op != Operation.BREAK_GLASS:
        raise ValueError(f"{glass.on} is no break-glass")
    if unknown := set(glass.purposes) - policy().purposes.keys():
        raise ValueError(f"policy.toml has no purpose {unknown}")
    GLASS[glass.code] = glass
    return glass


def barred(actor) -> bool:
    """Whoever holds one of these posts never breaks a glass, whatever else they hold."""
    return bool(NEVER.intersection(roles_of(actor)))
