"""Who is free of keeping a grid, and why."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from jingwei.core import clock
from jingwei.gate.doors import change, create
from jingwei.grids.models import Exemption


def exempt_member(actor, *, person: int, reason: str) -> Exemption:
    """Free a member of keeping a grid from now on. The next plan leaves them out."""
    if Exemption.objects.live().filter(person=person).exists():
        raise ValidationError(_("这位已经免任"))
    try:
        return create(
            actor, "grids.exempt", Exemption(person_id=person, reason=reason), verb="grids.exempt", person=person
        )
    except IntegrityError as error:
        raise ValidationError(_("这位已经免任，或名册里没有这个人")) from error


def end_exemption(actor, pk: int) -> Exemption:
    with change(actor, "grids.exempt", Exemption, pk, verb="grids.end_exemption") as row:
        row.end = row.end or clock.now()
    return row
