"""Nobody needs the pages of sixty persons in ten minutes. Whoever opens them is stopped, and the auditors learn of it.

Showing anew who one is, by a second factor, begins the count again. Whoever has none waits.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from jingwei.core import clock

from .models import TrailEntry
from .policy import data_class

MOST = 60
WITHIN = timedelta(minutes=10)
PERSONAL = 2  # C2 and up
OF_PLACES = frozenset({"D06"})  # a photo shows a defect, and is opened with its case


@dataclass(frozen=True)
class StepUp:
    """What GATE_STEP_UP says of a request: when its session last showed a second factor, and where it may do so anew."""

    shown_at: datetime | None = None
    way: str = ""  # empty: there is no factor to show


class TooMany(Exception):
    """Stopped until `until`, or until a second factor is shown at `way`."""

    def __init__(self, until: datetime, way: str):
        super().__init__(f"until {until}")
        self.until, self.way = until, way


def keep(request, code: str, people: set[int]) -> None:
    """Before the page of one person is shown: raise TooMany where the reader has opened too many already."""
    actor = request.user
    if len(people - {actor.pk}) != 1 or data_class(code).sensitivity < PERSONAL or code in OF_PLACES:
        return
    opened = TrailEntry.objects.filter(actor_id=actor.pk, verb="read", data__class=code, data__ids__1__isnull=True)
    last = list(opened.order_by("-pk").values_list("at", flat=True)[:MOST])
    if len(last) < MOST or last[-1] <= clock.now() - WITHIN:
        return
    proof = import_string(settings.GATE_STEP_UP)(request)
    if proof.shown_at is None or proof.shown_at <= last[-1]:
        import_string(settings.GATE_PACE_ALARM)(actor)
        raise TooMany(last[-1] + WITHIN, proof.way)
