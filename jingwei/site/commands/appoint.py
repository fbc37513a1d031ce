"""`jingwei appoint NUMBER ROLE`: how the first committee post comes about; later ones are given on the page."""

import sys

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.cases.models import Desk
from jingwei.gate.appointments import appoint
from jingwei.gate.posts import System
from jingwei.gate.roles import ROLE_UNIT, Role, UnitKind
from jingwei.housing.models import Building
from jingwei.party.models import Branch
from jingwei.people.actions import ensure_staff
from jingwei.people.models import Person

UNITS = {UnitKind.BUILDING: (Building, "number"), UnitKind.BRANCH: (Branch, "code"), UnitKind.DESK: (Desk, "code")}


def run(number: str, role: str, unit: str, name: str) -> int:
    try:
        if role not in Role.values:
            raise ValidationError(_("没有这个职务：%(role)s") % {"role": role})
        actor = System("cli")
        person = _person(actor, number, name)
        appoint(actor, person, role, _unit(role, unit))
    except ValidationError as error:
        print("；".join(error.messages), file=sys.stderr)  # noqa: T201
        return 2
    print(f"{person.number} {person.name}: {role} {unit}".strip())  # noqa: T201
    return 0


def _person(actor, number: str, name: str) -> Person:
    person = Person.objects.filter(number=number).first()
    if person:
        return person
    if not name:
        raise ValidationError(_("没有编号为 %(number)s 的人，请用 --name 给出姓名") % {"number": number})
    return ensure_staff(actor, number=number, name=name)


def _unit(role: str, unit: str) -> int:
    kind = ROLE_UNIT[Role(role)]
    if kind not in UNITS:
        return 0
    model, key = UNITS[kind]
    row = model.objects.filter(**{key: unit}).first() if unit else None
    if row is None:
        known = "、".join(str(value) for value in model.objects.values_list(key, flat=True))
        raise ValidationError(_("请用 --unit 指明管哪里，可用的有：%(known)s") % {"known": known})
    return row.pk
