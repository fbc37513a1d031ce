"""What may leave as a workbook. A slice says it in its own `exports.py`, which is found at start-up.

Only where the policy has an export (X), only the columns named here, and never the classes that must not leave (P11).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import models

from .policy import capability as find_capability
from .roles import Operation

BARRED = frozenset({"D03", "D06", "D08", "D09", "D09p", "D10", "D15", "D17"})
MOST_ROWS = 500


@dataclass(frozen=True)
class Part:
    """One column that may be asked for."""

    heading: str  # part of the file's format, so in Chinese always
    value: Callable[[models.Model], object]


@dataclass(frozen=True)
class Exportable:
    """A list that may be asked for, whole or by one of its divisions."""

    code: str
    title: str  # lazy
    capability: str
    parts: Mapping[str, Part]  # name → column
    divisions: Callable[[], list[tuple[str, str]]]  # (key, label)
    rows: Callable[[object, str], models.QuerySet]  # (actor, division's key) → what the actor may export of it
    person: Callable[[models.Model], int]  # whom a row is about

    @property
    def data_class(self):
        return find_capability(self.capability).data_class


EXPORTS: dict[str, Exportable] = {}


def exportable(found: Exportable) -> Exportable:
    """Declare a list. Raises ValueError where its class may not leave or the capability is no export."""
    if found.data_class.code in BARRED:
        raise ValueError(f"{found.data_class.code} may not leave")
    if find_capability(found.capability).op != Operation.EXPORT:
        raise ValueError(f"{found.capability} is no export")
    EXPORTS[found.code] = found
    return found
