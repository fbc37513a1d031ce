"""Telephone and e-mail in an emergency: opened by the wardens of the building."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from jingwei.cases.models import Desk
from jingwei.cases.parties import members_of, wardens_of
from jingwei.gate.glass import Glass, breakable
from jingwei.housing.queries import room_of


def team(actor, subject) -> Iterable[int]:
    """The other wardens of the building, and student affairs."""
    room = room_of(subject)
    found = set(wardens_of(room.floor.building)) if room else set()
    for desk in Desk.objects.filter(kind=Desk.Kind.STUDENT_AFFAIRS):
        found |= set(members_of(desk))
    return found - {actor.pk}


def contents(subject) -> list[tuple[str, str]]:
    return [(_("联系电话"), subject.phone), (_("邮箱"), subject.email)]


breakable(
    Glass(
        code="D03",
        on="contacts.break",
        use="contacts.broken",
        purposes=("emergency", "care"),
        team=team,
        contents=contents,
    )
)
