"""From where somebody calls.

A server in front of this one writes behind the others whom it saw: of PROXIES such servers the first saw the caller, and
what stands before that is the caller's own word. Where none is said to stand in front, nobody's word is taken.
"""

from ipaddress import ip_address

from django.conf import settings

HEADER = "X-Forwarded-For"


def address_of(request) -> str:
    """The caller's address, or that of whoever is known to have spoken to us."""
    nearest = request.META.get("REMOTE_ADDR", "")
    if not settings.PROXIES:
        return nearest
    told = [part.strip() for part in request.headers.get(HEADER, "").split(",")]
    return (
        told[-settings.PROXIES] if len(told) >= settings.PROXIES and _is_address(told[-settings.PROXIES]) else nearest
    )


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
