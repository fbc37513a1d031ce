"""How long things are kept. Each slice says it in its own `retention.py`, which is found at start-up.

    keep(Case, "D05", "cases.closed", _("结案后一年"), due=…, stamp=("number",))

The worker erases once a day what is due. Nothing is left but a tombstone: class, date and rule.
"""

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models

from jingwei.core import clock

from .policy import DataClass
from .policy import data_class as find_class


def ago(*, years: int = 0, months: int = 0, days: int = 0) -> datetime:
    """So long before now; calendar months clamp to the month's end."""
    now = clock.now()
    whole = now.year * 12 + now.month - 1 - 12 * years - months
    year, month = divmod(whole, 12)
    day = min(now.day, monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day) - timedelta(days=days)


def delete(rows: Sequence[models.Model]) -> None:
    """What erasing means unless the rule says otherwise. Rows that lean on these go with them."""
    model = type(rows[0])
    model._base_manager.filter(pk__in=[row.pk for row in rows]).delete()


@dataclass(frozen=True)
class Rule:
    """Whose time has come, and how it goes."""

    code: str
    model: type[models.Model]
    class_code: str
    period: str  # lazy: as residents are told
    due: Callable[[], models.QuerySet]
    stamp: tuple[str, ...]  # columns that never change: with the id they name the row for ever, also after a restore
    erase: Callable[[Sequence[models.Model]], None]
    deletes: bool = True  # the row itself goes; otherwise it stays, emptied

    @property
    def data_class(self) -> DataClass:
        return find_class(self.class_code)


RULES: dict[str, Rule] = {}


def keep(
    model: type[models.Model],
    class_code: str,
    code: str,
    period,
    *,
    due,
    stamp: tuple[str, ...],
    erase=delete,
    deletes: bool = True,
) -> Rule:
    """Declare how long rows of a table are kept."""
    if code in RULES:
        raise ValueError(f"the rule {code} stands twice")
    RULES[code] = Rule(code, model, class_code, period, due, stamp, erase, deletes)
    return RULES[code]
