"""What is asked before any page is shown: is the session still to be believed, and was the second factor shown.

The gate calls `before_page` for every request (GATE_THRESHOLD). Who needs a second factor is read off the policy table:
whoever may do something with a class of sensitivity C3 or more beyond what is their own.
"""

import time
from datetime import UTC, datetime
from functools import cache

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from jingwei.api.gateway import AddressMark
from jingwei.api.problems import Problem
from jingwei.gate.pace import StepUp
from jingwei.gate.policy import EVERYONE, capabilities, capability
from jingwei.gate.posts import posts_of, roles_of
from jingwei.gate.roles import PERSONAL_SCOPES, Role, Scope

from . import devices, factors

STEP_UP = "account.step_up"  # pages that work before the second factor: showing it, setting it up, leaving
GUARDED, SEALED = 3, 4  # C3 needs a second factor, C4 a fresh one
OWN = frozenset({Scope.SELF, Scope.OWN, Scope.AGGREGATE})
FRESH = 15 * 60
TOO_MANY = "too-many"  # why the page that asks was opened
# Their work is at a desk that others pass by; residents, leads and keepers use their own phone.
PHONE_ROLES = frozenset({Role.RESIDENT, Role.LEAD, Role.KEEPER})
DESK_IDLE, DESK_WHOLE = 30 * 60, 12 * 3600
PHONE_IDLE = PHONE_WHOLE = 14 * 24 * 3600


def before_page(request, mark):
    """The answer to give instead of the page, or None."""
    address = isinstance(mark, AddressMark)
    if not request.user.is_authenticated or mark.capability is None or (address and "Authorization" in request.headers):
        return None  # a token is looked at by the API, and reaches no class that needs a second factor
    if is_over(request.session, request.user):
        logout(request)
        return None if address else redirect_to_login(_here(request))
    roles = roles_of(request.user)
    if request.session[devices.ROLES] != roles:
        request.session[devices.ROLES] = roles
        devices.renew(request)
    devices.touch(request)
    if address:
        wanted = any(asks(request, endpoint.capability) for endpoint in mark.endpoints)
        return Problem("factor-wanted").answer() if wanted else None
    if mark.capability == STEP_UP or not asks(request, mark.capability):
        return None
    return redirect(f"{reverse('sign_in:verify')}?{urlencode({'next': _here(request)})}")


def is_over(session, person) -> bool:
    """Whether the session was left alone too long, is too old, or did not come through `devices.let_in`."""
    if devices.BEGAN not in session:
        return True
    idle, whole = (PHONE_IDLE, PHONE_WHOLE) if is_on_phone(person) else (DESK_IDLE, DESK_WHOLE)
    now = time.time()
    return now - session[devices.SEEN] > idle or now - session[devices.BEGAN] > whole


def is_on_phone(person) -> bool:
    return set(roles_of(person)) <= PHONE_ROLES


def asks(request, wanted: str) -> bool:
    """Whether the session has to show a second factor before it exercises the capability."""
    shown = request.session[devices.FACTOR]
    if not shown:
        return request.session[devices.HAS_FACTORS] or needs_factor(request.user)
    return is_sealed(wanted) and time.time() - shown > FRESH and reaches_beyond(request.user, wanted)


def is_fresh(request) -> bool:
    """Whether the person has just shown who they are: to change their factors.

    Asked of the rows, not of the session: the first factor may have been set up on another device a moment ago.
    """
    proof = devices.FACTOR if factors.has_any(request.user) else devices.PROVED
    return time.time() - request.session[proof] <= FRESH


def step_up(request) -> StepUp:
    """What the gate asks of whoever opened too many pages of persons (GATE_STEP_UP). A token has nothing to show."""
    if "Authorization" in request.headers:
        return StepUp()
    shown = request.session[devices.FACTOR]
    asked = urlencode({"why": TOO_MANY, "next": _here(request)})
    way = f"{reverse('sign_in:verify')}?{asked}" if factors.has_any(request.user) else ""
    return StepUp(datetime.fromtimestamp(shown, UTC) if shown else None, way)


def needs_factor(person) -> bool:
    return bool(guarded_roles() & {EVERYONE, *posts_of(person)})


def is_sealed(wanted: str) -> bool:
    return capability(wanted).data_class.sensitivity >= SEALED


def reaches_beyond(person, wanted: str) -> bool:
    return any(
        _beyond(role, scopes)
        for role, scopes in capability(wanted).grants.items()
        if role in {EVERYONE, *posts_of(person)}
    )


@cache
def guarded_roles() -> frozenset[str]:
    """The roles that may do something with C3 or C4 beyond their own."""
    return frozenset(
        role
        for found in capabilities().values()
        if found.data_class.sensitivity >= GUARDED
        for role, scopes in found.grants.items()
        if _beyond(role, scopes)
    )


def _beyond(role: str, scopes) -> bool:
    """Whom a row names by the way (a contact, whatever their post) is not thereby somebody who reads others' rows."""
    return bool(scopes - (PERSONAL_SCOPES | OWN if role == EVERYONE else OWN))


def _here(request) -> str:
    """Where to go on afterwards: what was sent cannot be sent again, so its page."""
    if request.method in ("GET", "HEAD") and not request.htmx:
        return request.get_full_path()
    return request.htmx.current_url_abs_path or "/" if request.htmx else "/"
