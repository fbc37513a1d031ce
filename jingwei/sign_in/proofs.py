"""Showing who one is within a session. Guesses are counted like those of passwords, for each account and device."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.gate.security_log import note, refuse_as

from . import devices, factors, guard


def show(request, typed: str, *, factor: bool) -> None:
    """The second factor's code, or the password of somebody who has no factor. Raises ValidationError."""
    good = factors.code_is_good if factor else _password_is_good
    _settle(request, lambda: good(request.user, typed), factor=factor)


def show_passkey(request, answer: dict) -> None:
    _settle(request, lambda: factors.passkey_is_good(request.user, answer), factor=True)


def _settle(request, is_good, *, factor: bool) -> None:
    person = request.user
    guess = guard.reserve(request, f"proof:{person.pk}", "", device=devices.known(request, person.number))
    if guess is None:
        refuse_as(request, "guessing")
        raise ValidationError(_("试错的次数有点多，请过半小时再来。"))
    if not is_good():
        refuse_as(request, "wrong-proof")
        raise ValidationError(_("对不上，请再看一眼。用过一次的验证码不能再用。") if factor else _("密码不对"))
    guard.succeed(guess)
    devices.prove(request, factor=factor)
    note(request, "second-factor" if factor else "password-again")


def _password_is_good(person, typed: str) -> bool:
    return person.check_password(typed)
