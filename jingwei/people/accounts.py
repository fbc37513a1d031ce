"""What everyone keeps up themselves."""

from jingwei.gate.doors import change

from .models import Person


def revise_account(actor, *, email: str, language: str) -> Person:
    with change(actor, "account.update", Person, actor.pk, verb="account.revise") as row:
        row.email, row.language = email, language
    return row
