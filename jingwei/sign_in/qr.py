"""What an authenticator app reads from the screen."""

import segno
from allauth.mfa.adapter import get_adapter
from django.utils.safestring import SafeString, mark_safe


def of_secret(person, secret: str) -> SafeString:
    square = segno.make(get_adapter().build_totp_url(person, secret), error="m", micro=False)
    return mark_safe(square.svg_inline(border=2, omitsize=True))  # noqa: S308 - drawn by segno from an address of ours
