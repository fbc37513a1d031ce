"""Choosing a password: with a one-time code, or instead of the one that was."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jingwei.core import clock, outbox
from jingwei.gate import trail
from jingwei.gate.doors import one
from jingwei.people.models import Person

from . import codes, devices, factors, guard
from .models import CodeRequest


class Refused(ValidationError):
    """Nobody learns which of number and code was wrong, or whether the code was looked at."""

    def __init__(self):
        super().__init__(_("号码和登录码对不上，或者登录码已经用过、过期了。请核对一下，或请发码的老师再发一张。"))


def set_password(actor, person: Person, password: str) -> Person:
    """Raises ValidationError where the password is too easy to guess."""
    with transaction.atomic():
        row = _write_password(actor, person, password, verb="account.password")
        if actor.pk == row.pk:
            outbox.post("sign_in.password_changed", to=[row.pk])
    return row


def enter(request, number: str, code: str, password: str) -> Person:
    """`enter_with_code` at the door: tries are counted for every number alike, whether anybody has it or not.

    Raises as it does.
    """
    guess = guard.reserve(request, f"code:{number.strip()}", "", device="")
    if guess is None:
        raise Refused
    try:
        person = enter_with_code(number, code, password)
    except Refused:
        raise
    except ValidationError:
        guard.succeed(guess)
        raise
    guard.succeed(guess)
    return person


def enter_with_code(number: str, code: str, password: str) -> Person:
    """Choose a password with a one-time code. Whoever comes back begins anew: no session, no known device is left.

    Raises Refused for an unknown number and for a wrong, used or expired code, and ValidationError, which leaves the code
    good, where the code is right and the password too easy to guess.
    """
    with transaction.atomic():
        row = codes.open_code(number.strip())
        if row and codes.fits(row, code):
            person = _write_password(row.person, row.person, password, verb="account.enter")
            row.used_at = clock.now()
            row.save(update_fields=["used_at"])
            devices.forget_all([person.pk])
            if row.request and row.request.kind == CodeRequest.Kind.FACTORS:
                factors.drop_all(person)
            return person
    raise Refused


def _write_password(actor, person: Person, password: str, *, verb: str) -> Person:
    """Apart from `change`: the trail tells that it happened, and nothing of what is stored."""
    row = one(actor, "account.update", Person, person.pk, lock=True)
    validate_password(password, row)
    row.set_password(password)
    row.save(update_fields=["password"])
    trail.record(actor, verb, row)
    return row
