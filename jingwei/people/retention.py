"""How long the accounts of those who left are kept."""

from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from jingwei.gate.periods import ago, keep

from .models import Person

DAYS = 30
GONE = "gone-"  # begins the number of an account whose person has been forgotten


def forget(people: Sequence[Person]) -> None:
    """What they did stays, and nobody can tell any more who did it."""
    for person in people:
        Person.objects.filter(pk=person.pk).update(
            number=f"{GONE}{get_random_string(12)}",
            name=_("已离开的人"),
            password=make_password(None),
            last_login=None,
            **dict.fromkeys(
                ("name_pinyin", "gender", "major", "class_name", "grade", "phone", "email", "language"), ""
            ),
        )


keep(
    Person,
    "D02",
    "people.left",
    _("离校的人：账号三十天，之后去掉姓名、号码和联系方式"),
    due=lambda: Person.objects.filter(is_active=False, left_at__lt=ago(days=DAYS)).exclude(number__startswith=GONE),
    stamp=("number",),
    erase=forget,
    deletes=False,
)
