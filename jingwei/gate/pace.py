"""Nobody needs the pages of sixty persons in ten minutes. Whoever opens them is stopped, and the auditors learn of it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from jingwei.core import clock

from .models import TrailEntry
from .policy import data_class

MOST = 60
WITHIN = timedelta(minutes=10)
PERSONAL = 2  # C2 and up


class TooMany(Exception):
    """Stopped until `until`."""

    def __init__(self, until: datetime):
        super().__init__(f"until {until}")
        self.until = until


def keep(actor, code: str, people: set[int]) -> None:
    """Before the page of one person is shown: raise TooMany where the actor has opened too many already."""
    if len(people - {actor.pk}) != 1 or data_class(code).sensitivity < PERSONAL:
        return
    opened = TrailEntry.objects.filter(actor_id=actor.pk, verb="read", data__class=code, data__ids__1__isnull=True)
    last = list(opened.order_by("-pk").values_list("at", flat=True)[:MOST])
    if len(last) == MOST and last[-1] > clock.now() - WITHIN:
        import_string(settings.GATE_PACE_ALARM)(actor)
        raise TooMany(last[-1] + WITHIN)
