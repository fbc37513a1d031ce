"""One line for every request that was refused, one for each that let somebody in, and nothing of anybody in them.

A stale session, a forged id, a form from elsewhere, a field nobody asked for, a header with a new line: each answers
like any other refusal and leaves its kind, the name of the route, the method, and a pseudonym of the account. No
address, no argument, no body. The pseudonym is keyed: whoever has the key can find the lines of one account.
"""

import logging

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import get_resolver
from django.utils.crypto import salted_hmac

log = logging.getLogger("jingwei.security")
KINDS = {
    400: "malformed",
    401: "no-entry",
    403: "not-permitted",
    404: "not-there",
    405: "other-method",
    413: "too-large",
    429: "too-many",
}
BREAKS = frozenset("\r\n\0")


class SecurityLogMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self._malformed(request) if _broken(request) else self.get_response(request)
        kind = _kind(request, response)
        if kind:
            _write(log.warning, request, kind)
        return response

    def _malformed(self, request):
        return get_resolver().resolve_error_handler(400)(request)


def refuse_as(request, kind: str) -> None:
    """Say what a refusal was, where its status alone does not: the line then tells this kind."""
    request.refused = kind


def note(request, kind: str) -> None:
    """What went well and has to be found later: who came in, by which way, and who showed a second factor."""
    _write(log.info, request, kind)


def _write(line, request, kind: str) -> None:
    route = request.resolver_match.view_name if request.resolver_match else "-"
    line("%s route=%s method=%s account=%s", kind, route, _method(request), _pseudonym(request))


def _kind(request, response) -> str | None:
    """What was refused; None where nothing was. An address that leads nowhere is nobody's: scanners find plenty of them."""
    if named := getattr(request, "refused", None):
        return named
    if response.status_code == 302 and _sent_to_sign_in(request, response):
        return "stale-session" if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    if response.status_code == 404 and request.resolver_match is None:
        return None
    return KINDS.get(response.status_code)


def _sent_to_sign_in(request, response) -> bool:
    """To come back afterwards: whoever leaves is sent there too, and is not."""
    return response["Location"].startswith(f"{resolve_url(settings.LOGIN_URL)}?")


def _broken(request) -> bool:
    """A header's value goes over one line. Servers see to that; nothing here relies on it."""
    return any(BREAKS.intersection(value) for name, value in request.META.items() if name.startswith("HTTP_"))


def _method(request) -> str:
    return request.method if request.method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "other"


def _pseudonym(request) -> str:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return "-"
    return salted_hmac("jingwei.security", str(person.pk), algorithm="sha256").hexdigest()[:12]
