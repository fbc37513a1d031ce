"""What of the roster an office may take away: who lives where, and nothing else."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jingwei.core.dated import live
from jingwei.gate.doors import visible
from jingwei.gate.exporting import Exportable, Part, exportable

from .models import Building, Stay


def divisions() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Building.objects.values_list("pk", "name")]


def rows(actor, building: str) -> QuerySet:
    """The stays of today, by door and bed."""
    found = visible(actor, "roster.export", Stay).filter(live())
    if building:
        found = found.filter(room__floor__building=building)
    return found.select_related("person", "room__floor__building").order_by(
        "room__floor__building__number", "room__floor__number", "room__position", "bed", "pk"
    )


exportable(
    Exportable(
        code="stays",
        title=_("住宿名单"),
        capability="roster.export",
        parts={
            "number": Part("学号", lambda stay: stay.person.number),
            "name": Part("姓名", lambda stay: stay.person.name),
            "gender": Part("性别", lambda stay: {"female": "女", "male": "男"}.get(stay.person.gender, "")),
            "grade": Part("年级", lambda stay: stay.person.grade),
            "class_name": Part("班级", lambda stay: stay.person.class_name),
            "building": Part("楼栋", lambda stay: stay.room.floor.building.name),
            "room": Part("房间", lambda stay: stay.room.number),
            "bed": Part("床位", lambda stay: stay.bed),
        },
        divisions=divisions,
        rows=rows,
        person=lambda stay: stay.person_id,
    )
)
