"""Somebody opens the pages of too many persons too fast."""

from datetime import timedelta

from django.db import transaction

from jingwei.core import clock
from jingwei.core.outbox import post
from jingwei.gate import trail
from jingwei.gate.models import TrailEntry

from .requests import auditors

QUIET = timedelta(minutes=10)  # one alarm for one hurry


def alarm(actor) -> None:
    """Tell the auditors, once."""
    recent = TrailEntry.objects.filter(actor_id=actor.pk, verb="privacy.pace", at__gt=clock.now() - QUIET)
    if not recent.exists():
        with transaction.atomic():
            trail.record(actor, "privacy.pace", actor)
            post("privacy.pace", to=auditors(), name=actor.name)
