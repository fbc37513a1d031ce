"""What everyone keeps up themselves."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.core import text
from jingwei.gate.doors import change

from .models import Person


def revise_account(actor, *, email: str, language: str, phone: str | None = None) -> Person:
    """The number that somebody enters here no roster overwrites; `None` leaves it as it is.

    Raises ValidationError where the number is none.
    """
    with change(actor, "account.update", Person, actor.pk, verb="account.revise") as row:
        row.email, row.language = email, language
        if phone is not None:
            row.phone = own_phone(phone)
    return row


def own_phone(written: str) -> str:
    """The number as it is kept, empty for none. Raises ValidationError where it is no telephone number."""
    found = text.phone(written) if written else ""
    if found is None:
        raise ValidationError({"phone": _("这不像一个电话号码，请再看一眼")})
    return found
