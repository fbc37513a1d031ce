"""Choosing a password: with a one-time code, or instead of the one that was."""

from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jingwei.core import clock, outbox
from jingwei.gate import trail
from jingwei.gate.doors import one
from jingwei.people.models import Person

from . import codes, devices, factors
from .models import CodeRequest, SignInCode

TRIES = 10  # wrong codes for one person …
REST = timedelta(minutes=30)  # … before nobody can try for that person this long


def set_password(actor, person: Person, password: str) -> Person:
    """Raises ValidationError where the password is too easy to guess."""
    with transaction.atomic():
        row = _write_password(actor, person, password, verb="account.password")
        if actor.pk == row.pk:
            outbox.post("sign_in.password_changed", to=[row.pk])
    return row


def enter_with_code(number: str, code: str, password: str) -> Person:
    """Choose a password with a one-time code. Whoever comes back begins anew: no session, no known device is left.

    Raises ValidationError: the same one for an unknown number and for a wrong, used, expired or exhausted code; another
    one, which leaves the code good, where the code is right and the password too easy to guess.
    """
    with transaction.atomic():
        row = codes.open_code(number.strip())
        if row and _resting(row):
            row = None
        if row and codes.fits(row, code):
            person = _write_password(row.person, row.person, password, verb="account.enter")
            row.used_at = clock.now()
            row.save(update_fields=["used_at"])
            devices.forget_all([person.pk])
            if row.request and row.request.kind == CodeRequest.Kind.FACTORS:
                factors.drop_all(person)
            return person
        if row:
            _count_failure(row)
    raise ValidationError(
        _("号码和登录码对不上，或者登录码已经用过、过期了。请核对一下，或请发码的老师再发一张。"), code="refused"
    )


def _write_password(actor, person: Person, password: str, *, verb: str) -> Person:
    """Apart from `change`: the trail tells that it happened, and nothing of what is stored."""
    row = one(actor, "account.update", Person, person.pk, lock=True)
    validate_password(password, row)
    row.set_password(password)
    row.save(update_fields=["password"])
    trail.record(actor, verb, row)
    return row


def _resting(row: SignInCode) -> bool:
    return row.failures >= TRIES and row.failed_at > clock.now() - REST


def _count_failure(row: SignInCode) -> None:
    now = clock.now()
    recent = row.failed_at is not None and row.failed_at > now - REST
    row.failures, row.failed_at = (row.failures + 1 if recent else 1), now
    row.save(update_fields=["failures", "failed_at"])
