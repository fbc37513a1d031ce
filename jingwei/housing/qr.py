"""The square on a door: the address that opens a report for this room."""

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe


def report_address(place_code: str) -> str:
    """Where the square leads. The code names a place and nobody in it."""
    return f"{reverse('cases:report')}?{urlencode({'room': place_code})}"


def door_square(place_code: str) -> SafeString:
    """As inline SVG, without scripts or styles."""
    square = segno.make(settings.SITE_URL + report_address(place_code), error="m", micro=False)
    return mark_safe(square.svg_inline(border=2, omitsize=True))  # noqa: S308 - drawn by segno from an address of ours
