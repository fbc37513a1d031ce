"""`jingwei appoint NUMBER ROLE`: how the first committee post comes about; later ones are given on the page."""

import sys

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.gate.posts import System
from jingwei.gate.roles import ROLE_UNIT, UnitKind
from jingwei.posts.actions import give_post
from jingwei.posts.units import GIVEN, open_posts


def run(number: str, role: str, unit: str, name: str) -> int:
    try:
        given = give_post(System("cli"), number=number, post=_key(role, unit), name=name)
    except ValidationError as error:
        print(" ".join(error.messages), file=sys.stderr)  # noqa: T201
        return 2
    print(f"{given.person.number} {given.person.name}: {role} {unit}".strip())  # noqa: T201
    return 0


def _key(role: str, unit: str) -> str:
    """The post's key; a unit is named as it is shown: 3号楼, 学生第一党支部, 后勤."""
    if role not in GIVEN:
        raise ValidationError(_("可以任命的职务有：%(roles)s") % {"roles": ", ".join(GIVEN)})
    if ROLE_UNIT[role] == UnitKind.COLLEGE:
        return f"{role}:0"
    posts = [post for post in open_posts() if post.role == role]
    for post in posts:
        if post.unit == unit:
            return post.key
    raise ValidationError(
        _("请用 --unit 指明管哪里，可用的有：%(units)s") % {"units": "、".join(post.unit for post in posts)}
    )
