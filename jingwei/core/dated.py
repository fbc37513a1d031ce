"""Rows that hold from a moment to a moment: the one way to say «today», «ended» and «who then»."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from . import clock


def live(at=None, prefix: str = "") -> Q:
    """The condition `start <= at < end` (an open end is endless), optionally across a relation.

    `prefix` is the relation's path, for example `"micro_grids"`. Conditions over a to-many relation must stand in the
    same `filter()` call as the rest of what is asked of that row.
    """
    at = at or clock.now()
    path = f"{prefix}__" if prefix else ""
    return Q(**{f"{path}start__lte": at}) & (Q(**{f"{path}end__isnull": True}) | Q(**{f"{path}end__gt": at}))


class DatedQuerySet(models.QuerySet):
    def live(self, at=None):
        return self.filter(live(at))


class Dated(models.Model):
    """Holds from `start` (inclusive) to `end` (exclusive); `end = None` while nobody knows the end."""

    start = models.DateTimeField(_("自"), default=clock.now)
    end = models.DateTimeField(_("至"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="%(app_label)s_%(class)s_ends_after_start"
            )
        ]

    def is_live(self, at=None) -> bool:
        at = at or clock.now()
        return self.start <= at and (self.end is None or self.end > at)
