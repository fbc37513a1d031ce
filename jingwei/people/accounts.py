"""How somebody gets in: a password, and before there is one a code that works once.

A code is shown a single time to whoever issues it; kept is only its keyed fingerprint, bound to the person.
"""

import secrets
import unicodedata
from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from jingwei.core import clock
from jingwei.gate import trail
from jingwei.gate.doors import Denied, change, one, visible

from .models import Person, SignInCode

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that reads like something else
HALF = 5  # a code is two groups of five
VALID = timedelta(days=7)
TRIES = 10  # wrong codes for one person …
REST = timedelta(minutes=30)  # … before nobody can try for that person this long


def set_password(actor, person: Person, password: str) -> Person:
    """Raises ValidationError where the password is too easy to guess."""
    return _write_password(actor, person, password, verb="account.password")


def revise_account(actor, *, email: str, language: str) -> Person:
    """What everyone keeps up themselves."""
    with change(actor, "account.update", Person, actor.pk, verb="account.revise") as row:
        row.email, row.language = email, language
    return row


def issue_codes(actor, people: Iterable[Person]) -> list[tuple[Person, str]]:
    """A new code for each, in place of those not used yet: (person, code). Nobody can read the codes again later."""
    people = list(people)
    ids = {person.pk for person in people}
    now = clock.now()
    codes = [(person, _new_code()) for person in people]
    with transaction.atomic():
        if visible(actor, "people.invite", Person, fresh=True).filter(pk__in=ids).count() != len(ids):
            raise Denied
        SignInCode.objects.filter(person__in=ids, used_at__isnull=True).delete()
        SignInCode.objects.bulk_create(
            [
                SignInCode(
                    person=person,
                    code_hash=_fingerprint(person, code),
                    issued_by_id=actor.pk,
                    issued_at=now,
                    expires_at=now + VALID,
                )
                for person, code in codes
            ],
            batch_size=500,
        )
        if ids:
            trail.record_many(actor, "people.invite", Person, ids)
    return codes


def enter_with_code(number: str, code: str, password: str) -> Person:
    """Choose a password with a one-time code.

    Raises ValidationError: the same one for an unknown number and for a wrong, used, expired or exhausted code; another
    one, which leaves the code good, where the code is right and the password too easy to guess.
    """
    with transaction.atomic():
        row = _open_code(number)
        if row and constant_time_compare(row.code_hash, _fingerprint(row.person, _plain(code))):
            person = _write_password(row.person, row.person, password, verb="account.enter")
            row.used_at = clock.now()
            row.save(update_fields=["used_at"])
            return person
        if row:
            _count_failure(row)
    raise ValidationError(
        _("号码和登录码对不上，或者登录码已经用过、过期了。请核对一下，或请发码的老师再发一张。"), code="refused"
    )


def _write_password(actor, person: Person, password: str, *, verb: str) -> Person:
    """Apart from `change`: the trail tells that it happened, and nothing of what is stored."""
    with transaction.atomic():
        row = one(actor, "account.update", Person, person.pk, lock=True)
        validate_password(password, row)
        row.set_password(password)
        row.save(update_fields=["password"])
        trail.record(actor, verb, row)
    return row


def _open_code(number: str) -> SignInCode | None:
    """The person's code that can still be used, locked: two who hold the same slip cannot both enter."""
    now = clock.now()
    rows = SignInCode.objects.select_for_update(of=("self",)).select_related("person")
    row = (
        rows.filter(person__number=number.strip(), person__is_active=True, used_at__isnull=True, expires_at__gt=now)
        .order_by("-pk")
        .first()
    )
    resting = row and row.failures >= TRIES and row.failed_at > now - REST
    return None if resting else row


def _count_failure(row: SignInCode) -> None:
    now = clock.now()
    recent = row.failed_at is not None and row.failed_at > now - REST
    row.failures, row.failed_at = (row.failures + 1 if recent else 1), now
    row.save(update_fields=["failures", "failed_at"])


def _new_code() -> str:
    signs = [secrets.choice(ALPHABET) for _sign in range(2 * HALF)]
    return f"{''.join(signs[:HALF])}-{''.join(signs[HALF:])}"


def _plain(code: str) -> str:
    """As it is printed, however it was typed: full-width, small letters, without the dash."""
    signs = "".join(sign for sign in unicodedata.normalize("NFKC", code).upper() if sign.isalnum())
    return f"{signs[:HALF]}-{signs[HALF:]}"


def _fingerprint(person: Person, code: str) -> str:
    return salted_hmac("jingwei.people.sign-in-code", f"{person.pk}:{code}", algorithm="sha256").hexdigest()
