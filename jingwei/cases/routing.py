"""To whom a case goes, and why: by the catalogue first, by who is there second, so that nothing is lost."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.housing.models import Building
from jingwei.people.models import Person

from . import parties
from .flow import RETURNS_UNTIL_SECRETARY
from .models import Case, Desk, Dispatch, Handler

Because = Dispatch.Because


@dataclass(frozen=True)
class Receiver:
    """One person, a desk's members or a building's wardens: whoever of them takes it up first has it."""

    person: Person | None = None
    desk: Desk | None = None
    wardens_of: Building | None = None

    @property
    def key(self) -> str:
        if self.person:
            return f"person:{self.person.pk}"
        return f"desk:{self.desk.pk}" if self.desk else f"wardens:{self.wardens_of.pk}"

    def __str__(self):
        if self.wardens_of:
            return str(_("{building}楼管").format(building=self.wardens_of))
        return str(self.person or self.desk)

    def put_on(self, case: Case) -> None:
        """Make this the receiver of the case. The checker is chosen anew when the work is done."""
        case.handler, case.handler_desk, case.handler_building = self.person, self.desk, self.wardens_of
        case.checker = None


@dataclass(frozen=True)
class Route:
    receiver: Receiver
    because: str  # a Dispatch.Because


def parse(key: str) -> Receiver:
    """The receiver behind a key such as «desk:2». Raises ValidationError."""
    kind, _colon, pk = key.partition(":")
    try:
        if kind == "person":
            return Receiver(person=Person.objects.get(pk=pk, is_active=True))
        if kind == "desk":
            return Receiver(desk=Desk.objects.get(pk=pk))
        if kind == "wardens":
            return Receiver(wardens_of=Building.objects.get(pk=pk))
    except (Person.DoesNotExist, Desk.DoesNotExist, Building.DoesNotExist, ValueError):
        pass
    raise ValidationError(_("请选一位接手的人或部门"))


def receivers(case: Case) -> list[Receiver]:
    """Whom a task may be given to: the building's wardens, every desk with members, keeper and secretary of the room."""
    found = [Receiver(wardens_of=case.building)] if parties.wardens_of(case.building) else []
    found += [Receiver(desk=desk) for desk in parties.staffed_desks()]
    people = [*parties.keepers_of(case.home_room), *parties.judges_of(case)]
    return found + [Receiver(person=person) for person in Person.objects.filter(pk__in=people)]


def chosen(case: Case, key: str) -> Receiver:
    """The receiver, if it is one that this case may go to. Raises ValidationError."""
    receiver = parse(key)
    if receiver.key not in {known.key for known in receivers(case)}:
        raise ValidationError(_("这件事不能派给{to}").format(to=receiver))
    return receiver


def route_of(case: Case) -> Route:
    """The default route of the case's category at its place, with the reason where it had to go elsewhere."""
    category, because = case.category, Because.CATALOGUE
    if category.route == Handler.WARDEN:
        if parties.wardens_of(case.building):
            return Route(Receiver(wardens_of=case.building), because)
        because = Because.NO_WARDEN
    if category.desk:
        if category.personal or parties.members_of(category.desk):
            return Route(Receiver(desk=category.desk), because)
        because = Because.NO_DESK
    if category.route != Handler.SECRETARY:
        if keepers := parties.keepers_of(case.home_room):
            return Route(_person(keepers), because)
        because = because if because != Because.CATALOGUE else Because.NO_KEEPER
    return Route(_last_resort(case), because)


def _last_resort(case: Case) -> Receiver:
    found = parties.judges_of(case) or parties.centre() or parties.committee()
    if not found:
        raise ValidationError(_("还没有人能接手：请先发布网格方案或任命支部书记"))
    return _person(found)


def _person(ids: list[int]) -> Receiver:
    return Receiver(person=Person.objects.get(pk=ids[0]))


def receiver_of(dispatch: Dispatch) -> Receiver:
    return Receiver(dispatch.person, dispatch.desk, dispatch.wardens_of)


def successor_of(case: Case) -> Route | None:
    """Who has the task after its handler's post has ended: another of the same unit, else the secretary, to coordinate.

    A personal need stays with its desk, manned or not: nobody else is to know of it.
    """
    if case.handler_desk and (case.personal or parties.members_of(case.handler_desk)):
        return Route(Receiver(desk=case.handler_desk), Because.LEFT)
    if case.handler_building and parties.wardens_of(case.handler_building):
        return Route(Receiver(wardens_of=case.handler_building), Because.LEFT)
    by_unit = case.handler_desk or case.handler_building
    if not by_unit and case.return_count < RETURNS_UNTIL_SECRETARY and (keepers := parties.keepers_of(case.home_room)):
        return Route(_person(keepers), Because.LEFT)
    secretaries = parties.coordinators(case)
    return Route(_person(secretaries), Because.COORDINATE) if secretaries else None


def in_words(keys: Iterable[str]) -> dict[str, str]:
    """Key → who that is, in the reader's language. At most one query a kind; what is no key stays as it is."""
    ids = defaultdict(set)
    for key in keys:
        kind, _colon, pk = key.partition(":")
        ids[kind].add(int(pk) if pk.isdigit() else 0)
    found = [Receiver(person=person) for person in Person.objects.filter(pk__in=ids["person"])]
    found += [Receiver(desk=desk) for desk in Desk.objects.filter(pk__in=ids["desk"])]
    found += [Receiver(wardens_of=building) for building in Building.objects.filter(pk__in=ids["wardens"])]
    return {receiver.key: str(receiver) for receiver in found}


def explain(case: Case, to: str, because: str) -> str:
    """«因为：用电隐患 · 5号楼 → 5号楼楼管»."""
    line = _("因为：{category} · {building} → {to}").format(category=case.category.name, building=case.building, to=to)
    if because == Because.CATALOGUE:
        return line
    return _("{line}（{why}）").format(line=line, why=Because(because).label)
