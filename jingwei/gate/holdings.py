"""What the college keeps about one person. Each slice says it in its own `personal.py`, which is found at start-up.

    hold(Stay, "D02", _("住宿"), about=("person",), columns={"room": _("房间"), "bed": _("床位"), …})

A column is a field or a path of fields (`case__number`), or a `Computed`. Whoever else a row names is masked: the download
is about one person. A law test asks that every relation to a person is held or excepted with a reason, and that every
column of a held table is shown or kept back with a reason.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .policy import DataClass
from .policy import data_class as find_class

SPAN = {"start": gettext_lazy("自"), "end": gettext_lazy("至")}  # the columns of what holds from a moment to a moment
Value = str | int | float | bool | list | dict | date | None


@dataclass(frozen=True)
class Computed:
    """A column whose value no field holds: (row, person) → value."""

    label: str
    value: Callable[[models.Model, object], object]


@dataclass(frozen=True)
class Holding:
    """The rows of one table that are about a person, and what of them the person is shown."""

    model: type[models.Model]
    code: str  # of the data class
    title: str  # lazy
    about: tuple[str, ...]  # the relations by which a row is about somebody
    columns: Mapping[str, str | Computed]  # path → label
    kept_back: Mapping[str, str] = field(default_factory=dict)  # field → why the person is not shown it
    rows: Callable[[object], models.QuerySet] | None = None  # where the relations are not all there is to it
    files: Callable[[models.Model], Iterable[tuple[str, bytes]]] | None = None  # (name, content)

    @property
    def data_class(self) -> DataClass:
        return find_class(self.code)

    def about_person(self, person) -> models.QuerySet:
        """Every row about the person, oldest first."""
        if self.rows:
            found = self.rows(person)
        else:
            condition = Q()
            for relation in self.about:
                condition |= Q(**{relation: person.pk})
            ids = self.model._base_manager.filter(condition).values("pk")
            found = self.model._base_manager.filter(pk__in=ids).order_by("pk")
        return found.select_related(*self._relations())

    def shown(self, row: models.Model, person) -> dict[str, Value]:
        """Label → value, whoever else it names masked; moments are aware and in the college's time."""
        return {
            str(_label(column)): _plain(_read(row, path, column, person), person)
            for path, column in self.columns.items()
        }

    def _relations(self) -> list[str]:
        """The relations to follow along with the rows: one statement a table."""
        found = set()
        for path, column in self.columns.items():
            if not isinstance(column, Computed):
                found |= _joins(self.model, path)
        return sorted(found)


HOLDINGS: list[Holding] = []
EXCEPTED: dict[tuple[str, str], str] = {}  # (model's label, field) → why it is nothing that is kept about a person


def hold(model: type[models.Model], code: str, title, *, about: tuple[str, ...], columns, **more) -> Holding:
    """Declare what a table holds about a person."""
    holding = Holding(model, code, title, about, columns, **more)
    HOLDINGS.append(holding)
    return holding


def excepted(model: type[models.Model], relation: str, reason: str) -> None:
    """A relation to a person that says nothing about them, and why."""
    EXCEPTED[model._meta.label_lower, relation] = reason


def _label(column: str | Computed):
    return column.label if isinstance(column, Computed) else column


def _joins(model: type[models.Model], path: str) -> set[str]:
    found, walked = set(), []
    for part in path.split("__"):
        try:
            step = model._meta.get_field(part)
        except FieldDoesNotExist:
            break  # a property
        if not (step.many_to_one or step.one_to_one):
            break
        walked.append(part)
        found.add("__".join(walked))
        model = step.related_model
    return found


def _read(row: models.Model, path: str, column: str | Computed, person) -> object:
    if isinstance(column, Computed):
        return column.value(row, person)
    *steps, last = path.split("__")
    for step in steps:
        row = getattr(row, step)
        if row is None:
            return None
    display = getattr(row, f"get_{last}_display", None)
    return display() if display else getattr(row, last)


def _plain(value: object, person) -> Value:
    if isinstance(value, models.Manager):
        return [_plain(one, person) for one in value.all()]
    if isinstance(value, type(person)):
        return _("本人") if value.pk == person.pk else _("另一位（不显示）")
    if isinstance(value, datetime):
        return timezone.localtime(value)
    if value is None or isinstance(value, bool | int | float | list | dict | date):
        return value
    return str(value)
