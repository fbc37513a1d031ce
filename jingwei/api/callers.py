"""Who calls: a program with a personal token, or a page with its session. Nobody else gets past here."""

from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from ninja.utils import check_csrf

from jingwei.core import clock
from jingwei.gate.doors import may
from jingwei.gate.policy import Capability, capability, data_class

from .problems import Problem, unauthorised
from .tokens import find_token

CLOSEST = 2  # C2: what a token never reaches is closer than this (trust rule P9)
SAFE = ("GET", "HEAD", "OPTIONS")
MINUTE = 60


def identify(request) -> None:
    """Set `request.user` and `request.token` (None for a session). A token that is void is not made good by a session."""
    request.token = None
    if "Authorization" in request.headers:
        kind, _blank, value = request.headers["Authorization"].partition(" ")
        request.token = find_token(value.strip()) if kind.lower() == "bearer" else None
        if request.token is None:
            raise unauthorised("token-void")
        request.user = request.token.person
        _speak(request)
    elif not request.user.is_authenticated:
        raise unauthorised("sign-in-needed")
    elif request.method not in SAFE and check_csrf(request):
        raise Problem("forged")


def _speak(request) -> None:
    """In the language the program asks for, or else its owner's."""
    if "Accept-Language" not in request.headers and request.user.language:
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = translation.get_language()


def restrain(request) -> None:
    """So many calls a minute and account, counted by each process for itself."""
    minute, second = divmod(int(clock.now().timestamp()), MINUTE)
    name = f"api-calls-{request.user.pk}-{minute}"
    cache.add(name, 0, timeout=MINUTE)
    if cache.incr(name) > settings.API_CALLS_A_MINUTE:
        raise Problem("too-many", headers={"Retry-After": str(MINUTE - second)})


def require(request, name: str, scope: str) -> None:
    """The caller's posts grant the capability, and the token, if it is one, reaches as far."""
    if not may(request.user, name):
        raise Problem("not-yours")
    if request.token and (scope not in request.token.scopes or is_too_close(capability(name))):
        raise Problem("not-for-tokens")


def refuse_too_close(request) -> None:
    """What the answer shows is no closer than a token may see, whatever the endpoint's own class says."""
    if request.token and any(data_class(code).sensitivity > CLOSEST for code, _purpose in request.shown):
        request.shown.clear()
        raise Problem("not-for-tokens")


def is_too_close(right: Capability) -> bool:
    return right.data_class.sensitivity > CLOSEST
