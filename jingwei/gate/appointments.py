"""Giving and ending posts. Rights follow by themselves: they are read from these rows each time."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jingwei.core import clock
from jingwei.core.dated import live

from . import trail
from .doors import Denied, create, holds_college
from .models import Appointment
from .posts import forbidden_with
from .roles import ROLE_UNIT, Role, UnitKind


def appoint(actor, person, role: str, unit_id: int = 0, *, title: str = "") -> Appointment:
    """Give a post from now on; giving the same post again changes nothing.

    Raises ValidationError where the role may not be joined with one the person holds (trust rule P5).
    """
    kind = ROLE_UNIT[Role(role)]
    if (kind == UnitKind.COLLEGE) != (unit_id == 0):
        raise ValidationError(_("这个职务需要指明管哪里"))
    held = Appointment.objects.live().filter(person=person, role=role, unit_kind=kind, unit_id=unit_id).first()
    if held:
        return held
    if other := forbidden_with(person, role):
        raise ValidationError(
            _("%(name)s 已任%(held)s，不能同时任%(role)s")
            % {"name": person, "held": Role(other).label, "role": Role(role).label}
        )
    row = Appointment(person=person, role=role, unit_kind=kind, unit_id=unit_id, title=title)
    return create(actor, "gate.appoint", row, verb="gate.appoint", role=role, unit=f"{kind}:{unit_id}")


def end_posts(actor, posts: Iterable[Appointment], *, at=None) -> int:
    """End posts at this instant, together."""
    if not holds_college(actor, "gate.appoint"):
        raise Denied
    at = at or clock.now()
    ids = sorted(post.pk for post in posts)
    with transaction.atomic():
        ended = Appointment.objects.filter(live(at), pk__in=ids).update(end=at)
        if ended:
            trail.record_many(actor, "gate.end_post", Appointment, ids)
    return ended
