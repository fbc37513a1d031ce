"""The demonstration's authenticator: one secret for all its people, made once and kept beside the demonstration's password."""

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings

from jingwei.gate.posts import System

from . import factors, threshold


def give_app(person) -> bool:
    """Set the demonstration's app up for somebody whose posts need it. Whether they are asked for its code."""
    if not threshold.needs_factor(person):
        return False
    if not factors.has_any(person):
        factors.set_up_app(System("demo"), person, _secret())
    return True


def code_now() -> tuple[str, int]:
    """What the app shows now, and for how many seconds yet. Raises LookupError where there is no demonstration."""
    if not _file().exists():
        raise LookupError
    return factors.code_now(_secret())


def _secret() -> str:
    file = _file()
    if not file.exists():
        file.write_text(generate_totp_secret())
        file.chmod(0o600)
    return file.read_text()


def _file():
    return settings.HOME / "keys" / "demo-authenticator"
