"""Giving a post by hand, and ending it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jingwei.gate.appointments import appoint, end_posts
from jingwei.gate.doors import one
from jingwei.gate.models import Appointment
from jingwei.people.actions import ensure_staff
from jingwei.people.models import Person

from .units import parse


def give_post(actor, *, number: str, post: str, name: str = "") -> Appointment:
    """Give the post behind the key to the person with the number; `name` makes an account for staff who have none.

    Raises ValidationError where there is nobody with the number, or two posts may not be joined.
    """
    chosen = parse(post)
    with transaction.atomic():
        person = Person.objects.filter(number=number).first()
        if person is None:
            if not name:
                raise ValidationError(
                    {"name": _("没有编号为 %(number)s 的人。新来的教职工请写上姓名。") % {"number": number}}
                )
            person = ensure_staff(actor, number=number, name=name)
        if not person.is_active:
            raise ValidationError({"number": _("%(name)s 的账号已停用。") % {"name": person.name}})
        return appoint(actor, person, chosen.role, chosen.unit_id)


def end_post(actor, pk: int) -> Appointment:
    """End a post now; the rights end with it. The last committee post stays, or nobody could give another."""
    row = one(actor, "gate.appoint", Appointment, pk)
    others = Appointment.objects.live().filter(role=row.role).exclude(pk=row.pk)
    if row.role == "committee" and not others.exists():
        raise ValidationError(_("这是最后一位学院党委，先任命一位再结束。"))
    end_posts(actor, [row])
    return row
