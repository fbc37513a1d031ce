"""Like cases near by, suggested while somebody types: «本层已有 1 件相似的»."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone

from jingwei.cases.models import OPEN_STATES, Case, Supporter
from jingwei.gate.doors import visible

MOST = 3


@dataclass(frozen=True)
class Similar:
    """Kind, place and day; never the text, never a name."""

    pk: int
    what: str
    place: str
    day: date
    supporters: int
    own: bool  # the reader reported it
    joined: bool  # the reader said «我也是»


def similar_cases(actor, category, *, building, floor=None, room=None) -> list[Similar]:
    """Open cases of the category at the same place, or on the floor as a whole; the reader's own first."""
    floor_of_place = floor or (room and room.floor)
    near = Q(room=room) if room else Q()
    near |= Q(floor=floor_of_place, room__isnull=True) if floor_of_place else Q(floor__isnull=True, room__isnull=True)
    rows = (
        visible(actor, "cases.similar", Case)
        .filter(near, category=category, building=building, state__in=OPEN_STATES)
        .select_related("category", "building", "floor__building", "room__floor__building")
        .annotate(
            others=Count("supporters"),
            mine=Exists(Supporter.objects.filter(case=OuterRef("pk"), person=actor)),
            own=ExpressionWrapper(Q(reporter=actor), BooleanField()),
        )
        .order_by("-own", "-reported_at")[:MOST]
    )
    return [
        Similar(
            case.pk,
            case.category.name,
            case.place,
            timezone.localdate(case.reported_at),
            case.others,
            case.own,
            case.mine,
        )
        for case in rows
    ]
