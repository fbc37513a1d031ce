"""The second factor: a code from an authenticator app, a passkey, or one of the recovery codes on paper.

The rows and the cryptography are allauth's. What it leaves to a cache of one process is done here in the row itself: a
code that was good once is not good again, whichever process is asked.
"""

import time
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from jingwei.core import outbox
from jingwei.gate import trail
from jingwei.people.models import Person

Type = Authenticator.Type
PERIOD = 30  # seconds a code is shown
DRIFT = 1  # periods a clock may be off
LAST = "last_counter"
SHAPELESS = (ValueError, TypeError, KeyError, AttributeError)  # what reading JSON of another shape ends in


def of(person: Person) -> list[Authenticator]:
    """App and passkeys, without the recovery codes."""
    return list(Authenticator.objects.filter(user=person).exclude(type=Type.RECOVERY_CODES).order_by("created_at"))


def has_any(person: Person) -> bool:
    return Authenticator.objects.filter(user=person).exclude(type=Type.RECOVERY_CODES).exists()


def unused_recovery_codes(person: Person) -> list[str]:
    row = Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).first()
    return RecoveryCodes(row).get_unused_codes() if row else []


def question_of(person: Person) -> dict:
    """What the browser asks a passkey of the person; the answer is good in this session only."""
    return webauthn.begin_authentication(person)


def invitation_of(person: Person) -> dict:
    """What the browser needs to make a passkey for the person."""
    return webauthn.begin_registration(person, passwordless=False)


def code_is_good(person: Person, typed: str) -> bool:
    """Whether it is the app's present code or an unused recovery code; either way it is used up."""
    typed = "".join(sign for sign in typed if sign.isascii() and sign.isdigit())
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user=person)
        for row in rows.exclude(type=Type.WEBAUTHN):
            good = _app_code(row, typed) if row.type == Type.TOTP else RecoveryCodes(row).validate_code(typed)
            if good:
                return True
    return False


def passkey_is_good(person: Person, answer: dict) -> bool:
    """Whether a passkey of the person signed the question that this session was asked."""
    try:
        webauthn.parse_authentication_response(answer)
        webauthn.complete_authentication(person, answer)
    except (ValidationError, *SHAPELESS):
        return False
    return True


def add_app(person: Person, secret: str, typed: str) -> list[str]:
    """The app is set up once it shows the right code. Returns the recovery codes if they are new.

    Raises ValidationError where the code is another.
    """
    with transaction.atomic():
        Authenticator.objects.filter(user=person, type=Type.TOTP).delete()
        row = TOTP.activate(person, secret).instance
        if not _app_code(row, typed):
            raise ValidationError(_("这个数字对不上。请等应用里换下一个，再输一次。"))
        return _added(person, row)


def set_up_app(system, person: Person, secret: str) -> None:
    """For the demonstration, whose people have no phone to show a first code with."""
    with transaction.atomic():
        TOTP.activate(person, secret)
        trail.record(system, "factors.add", person, kind=Type.TOTP)


def add_passkey(person: Person, *, name: str, credential: dict) -> list[str]:
    """Returns the recovery codes if they are new. Raises ValidationError where it is not the answer to our question."""
    try:
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except (ValidationError, *SHAPELESS):
        raise ValidationError(_("没有成功，可以再试一次。")) from None
    with transaction.atomic():
        row = webauthn.WebAuthn.add(person, name or _("通行密钥"), credential).instance
        return _added(person, row)


def renew_recovery_codes(person: Person) -> list[str]:
    """New ones in place of all that were."""
    with transaction.atomic():
        Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).delete()
        codes = RecoveryCodes.activate(person).generate_codes()
        trail.record(person, "factors.recovery_codes", person)
    return codes


def remove(person: Person, pk: int, *, must_keep_one: bool) -> None:
    """Raises ValidationError where it is the last one and the person's posts need one."""
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user=person).exclude(type=Type.RECOVERY_CODES)
        row = rows.filter(pk=pk).first()
        if row is None:
            return
        if must_keep_one and len(rows) == 1:
            raise ValidationError(_("你的职务需要两步验证，至少要留一种。可以先加一种新的，再去掉这一种。"))
        if len(rows) == 1:
            Authenticator.objects.filter(user=person).delete()
        else:
            row.delete()
        trail.record(person, "factors.remove", person, kind=row.type)
        outbox.post("sign_in.factor_removed", to=[person.pk])


def drop_all(person: Person) -> None:
    """Of somebody who lost them and was let back in by two people."""
    Authenticator.objects.filter(user=person).delete()
    trail.record(person, "factors.remove", person, kind="all")


def code_now(secret: str) -> tuple[str, int]:
    """What the app shows at this moment, and for how many seconds yet."""
    counter, gone = divmod(int(time.time()), PERIOD)
    return format_hotp_value(hotp_value(secret, counter)), PERIOD - gone


def _added(person: Person, row: Authenticator) -> list[str]:
    fresh = not Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).exists()
    codes = RecoveryCodes.activate(person).generate_codes() if fresh else []
    trail.record(person, "factors.add", person, kind=row.type)
    outbox.post("sign_in.factor_added", to=[person.pk])
    return codes


def _app_code(row: Authenticator, typed: str) -> bool:
    """Later than the last code that was taken: none is good twice, and none before it."""
    secret, last = decrypt(row.data["secret"]), row.data.get(LAST, 0)
    for counter in _counters():
        if counter > last and constant_time_compare(typed, format_hotp_value(hotp_value(secret, counter))):
            row.data[LAST] = counter
            row.save(update_fields=["data"])
            return True
    return False


def _counters() -> Iterable[int]:
    now = int(time.time()) // PERIOD
    return range(now - DRIFT, now + DRIFT + 1)
