"""The posts that are given by hand, each with the unit it is held over. Keepers and leads come from the plan instead."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.cases.models import Desk
from jingwei.gate.roles import ROLE_UNIT, Role, UnitKind
from jingwei.housing.models import Building
from jingwei.party.models import Branch
from jingwei.people.queries import cohorts

GIVEN = (
    Role.COMMITTEE,
    Role.CENTRE,
    Role.SECRETARY,
    Role.WARDEN,
    Role.OFFICE,
    Role.COUNSELLOR,
    Role.AUDITOR,
    Role.ADMIN,
)


@dataclass(frozen=True)
class Post:
    """A role over a unit, before anybody holds it."""

    role: str
    unit_id: int
    unit: str  # the unit's name; empty for the college as a whole

    @property
    def key(self) -> str:
        return f"{self.role}:{self.unit_id}"


def open_posts() -> list[Post]:
    """Every post that can be given, in the order of the roles. Four statements."""
    units = {
        UnitKind.COLLEGE: [(0, "")],
        UnitKind.BUILDING: _named(Building.objects.all()),
        UnitKind.BRANCH: _named(Branch.objects.filter(closed=False)),
        UnitKind.DESK: _named(Desk.objects.all()),
        UnitKind.COHORT: _named(cohorts()),
    }
    return [Post(role, pk, name) for role in GIVEN for pk, name in units[ROLE_UNIT[role]]]


def parse(key: str) -> Post:
    """The post behind a key such as «warden:3». Raises ValidationError."""
    for post in open_posts():
        if post.key == key:
            return post
    raise ValidationError(_("请选一个职务"))


def _named(rows) -> list[tuple[int, str]]:
    return [(row.pk, str(row)) for row in rows]
