"""Who has read about somebody: the lines of the trail that the glass log is made from."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jingwei.core import clock
from jingwei.gate.models import TrailEntry
from jingwei.gate.policy import data_class
from jingwei.gate.roles import Operation, Role
from jingwei.gate.words import purpose, title

from .models import Person

LATEST = 5
WORDS = {
    "D02": _("名册里的你"),
    "D03": _("你的电话和邮箱"),
    "D04": _("你的任职"),
    "D05": _("与你有关的案卷"),
    "D06": _("你上传的照片"),
    "D13": _("你的发展党员记录"),
}
POSTS = {  # a reader, as the one who is read about knows them
    Role.KEEPER: _("照看你寝室的网格党员"),
    Role.LEAD: _("你寝室的负责人"),
    Role.SECRETARY: _("你支部的书记"),
    Role.WARDEN: _("你住的楼的楼管"),
    Role.COUNSELLOR: _("你年级的辅导员"),
    Role.RESIDENT: _("同寝室的同学"),
}


@dataclass(frozen=True)
class Reading:
    """One look at somebody's data, in the words of the one it was about."""

    at: datetime
    who: str
    post: str
    what: str
    purpose: str


def about(person, code: str = "") -> QuerySet:
    """Every reading about the person (of a class) by others that they may know of by now, newest first.

    What was read behind broken glass follows once its notice does: only the auditor can have put that off.
    """
    rows = TrailEntry.objects.filter(lines__person=person, **({"lines__data_class": code} if code else {}))
    glass = Person._meta.get_field("broken_glass").related_model
    for record in glass.objects.filter(subject=person, told_from__gt=clock.now()):
        rows = rows.exclude(
            actor=record.opened_by_id, at__range=(record.start, record.end), data__class=record.data_class
        )
    return rows.select_related("actor").order_by("-lines__entry_id")  # the order of the index


def classes(person) -> list[str]:
    """The classes of which somebody has read something about the person."""
    return sorted(about(person).order_by().values_list("lines__data_class", flat=True).distinct())


def latest(person) -> list[Reading]:
    return [reading(entry) for entry in about(person)[:LATEST]]


def reading(entry: TrailEntry) -> Reading:
    code = entry.data["class"]
    return Reading(
        entry.at,
        entry.actor.name if entry.actor else "",
        post_words(entry.post, code),
        what_words(code),
        purpose(entry.data.get("purpose", "")),
    )


def post_words(roles: str, code: str, *, plain: bool = False) -> str:
    """The post in which somebody read: of those held then, the first that the class lets read.

    As the one who was read about knows it, or `plain`.
    """
    held = [role for role in roles.split(",") if role in Role.values]
    first = next((role for role in held if data_class(code).bound(role, Operation.READ)), held[0] if held else "")
    if not first:
        return ""
    return str(Role(first).label if plain else POSTS.get(first, Role(first).label))


def what_words(code: str) -> str:
    return str(WORDS.get(code) or title(code))
