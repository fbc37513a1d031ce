"""核查: who looks before a case is closed. Always a third person, always explained."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jingwei.cases import parties
from jingwei.cases.models import Case
from jingwei.core.dated import live
from jingwei.grids.models import MicroGrid
from jingwei.people.models import Person


class Because(models.TextChoices):
    NEIGHBOUR_LEAD = "neighbour_lead", gettext_lazy("隔壁网格的微网格负责人")
    NEIGHBOUR_KEEPER = "neighbour_keeper", gettext_lazy("隔壁网格的网格党员")
    OWN_GRID = "own_grid", gettext_lazy("附近没有别的网格，由本网格的人看")
    LINE = "line", gettext_lazy("附近没有网格的人，由支部或中心看")
    OWN_NEED = "own_need", gettext_lazy("个人事项只有本人知道解决没有")


@dataclass(frozen=True)
class Checker:
    person: Person
    because: str  # a Because


def choose_checker(case: Case, *, but: int | None = None) -> Checker:
    """The nearest lead or keeper of a neighbouring grid, never the handler, nor the reporter; the same every time.

    A personal need is checked by whoever had it, since no third person is to know of it. `but`: not this person again.
    """
    if case.personal:
        return Checker(case.reporter, Because.OWN_NEED)
    skip = {case.handler_id, case.reporter_id, but}
    posted = parties.in_checking_posts()
    for person, because in _candidates(case):
        if person and person.pk in posted - skip:
            return Checker(person, because)
    raise ValidationError(_("还找不到第三个人来核查，请联系支部书记"))


def _candidates(case: Case) -> Iterator[tuple[Person, str]]:
    home, own = case.home_room, parties.micro_grid_of(case.home_room)
    micros = (
        MicroGrid.objects.filter(live(), room__floor__building=case.building, small_grid__isnull=False)
        .select_related("room__floor", "lead", "small_grid__keeper")
        .order_by("pk")
    )
    near = sorted(micros, key=lambda micro: _distance(micro.room, home))
    others = [micro for micro in near if own is None or micro.small_grid_id != own.small_grid_id]
    for micro in others:
        yield micro.lead, Because.NEIGHBOUR_LEAD
        yield micro.small_grid.keeper, Because.NEIGHBOUR_KEEPER
    for micro in near:
        yield micro.lead, Because.OWN_GRID
        yield micro.small_grid.keeper, Because.OWN_GRID
    line = [*parties.judges_of(case), *parties.centre(), *parties.committee()]
    people = Person.objects.in_bulk(line)
    for pk in line:
        yield people[pk], Because.LINE


def _distance(room, home) -> tuple[int, int, int]:
    """Floors first, then doors."""
    if home is None:
        return 0, 0, room.pk
    return abs(room.floor.number - home.floor.number), abs(room.position - home.position), room.pk
