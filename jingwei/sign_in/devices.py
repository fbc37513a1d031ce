"""The devices somebody is signed in on. All ways in end in `let_in`: whoever has not come through it is not in.

A session keeps the machine's own time, not the one travelled to: a replay of past weeks signs nobody out.
"""

import secrets
import time
from collections.abc import Iterable
from importlib import import_module

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from jingwei.core import cookies, outbox
from jingwei.gate import trail
from jingwei.gate.doors import one, visible
from jingwei.gate.posts import roles_of
from jingwei.gate.security_log import note
from jingwei.people.models import Person
from jingwei.people.views.language import speak

from . import factors
from .models import Device
from .user_agents import browser_of, system_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
COOKIE = "device"
COOKIE_AGE = 400 * 24 * 3600  # the longest that browsers keep one
# In the session: when it began, was last seen, was last proved by a password or a way in, and by a second factor (0: not).
BEGAN, SEEN, PROVED, FACTOR = "began", "seen", "proved", "factor"
ROLES, HAS_FACTORS = "roles", "has_factors"
SELDOM = 60  # seconds: being seen is written down no oftener than this


def let_in(request, person: Person, *, to: str = "", factor: bool = False) -> HttpResponse:
    """Sign the person in on this browser, with a new session, and lead on. `factor`: two factors were shown elsewhere."""
    token = cookies.read(request, COOKIE)
    if len(token) < 20:
        token = secrets.token_urlsafe(24)
    if request.user.is_authenticated:
        request.session.flush()  # or Django would go on with the key that the same person had
    login(request, person, backend=BACKEND)
    stamp(request.session, person, factor=factor)
    note(request, "signed-in-with-two" if factor else "signed-in")
    with transaction.atomic():
        _remember(request, person, _mark(token))
    safe = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = speak(redirect(to if safe else settings.LOGIN_REDIRECT_URL), person.language)
    cookies.keep(response, COOKIE, token, seconds=COOKIE_AGE)
    return response


def stamp(session, person: Person, *, factor: bool) -> None:
    """What the threshold reads on every page."""
    now = int(time.time())
    session[BEGAN] = session[SEEN] = session[PROVED] = now
    session[FACTOR] = now if factor else 0
    session[ROLES] = roles_of(person)
    session[HAS_FACTORS] = factors.has_any(person)


def touch(request) -> None:
    """Somebody is there. Written down once a minute."""
    now = int(time.time())
    if abs(now - request.session[SEEN]) >= SELDOM:
        request.session[SEEN] = now
        Device.objects.filter(session_key=request.session.session_key).update(seen_at=timezone.now())


def prove(request, *, factor: bool) -> None:
    """The person has shown anew who they are: with their second factor, or with the password where they have none."""
    request.session[FACTOR if factor else PROVED] = int(time.time())
    request.session[HAS_FACTORS] = factors.has_any(request.user)
    renew(request)


def renew(request) -> None:
    """A new key for the same session: whatever was known of the old one is worth nothing."""
    old = request.session.session_key
    request.session.cycle_key()
    Device.objects.filter(session_key=old).update(session_key=request.session.session_key)


def known(request, number: str) -> str:
    """The mark of this browser if the person with this number has been signed in on it before; else nothing."""
    mark = _mark(cookies.read(request, COOKIE))
    return mark if Device.objects.filter(mark=mark, person__number=number).exists() else ""


def own(actor) -> list[Device]:
    """Where the actor is signed in."""
    return list(visible(actor, "account.update", Device).exclude(session_key=""))


def sign_out(request) -> None:
    """Leave on this browser; it stays known."""
    note(request, "signed-out")
    Device.objects.filter(session_key=request.session.session_key).update(session_key="")
    logout(request)


def end_one(actor, pk: int) -> None:
    """Sign out on one device; it is not known any more."""
    with transaction.atomic():
        row = one(actor, "account.update", Device, pk, lock=True)
        _end([row.session_key])
        trail.record(actor, "devices.end", row)
        row.delete()


def end_others(actor, session_key: str) -> int:
    """Sign out everywhere else."""
    with transaction.atomic():
        rows = visible(actor, "account.update", Device, fresh=True).exclude(session_key=session_key)
        ids = list(rows.values_list("pk", flat=True))
        open_keys = [key for key in rows.values_list("session_key", flat=True) if key]
        _end(open_keys)
        if ids:
            trail.record_many(actor, "devices.end", Device, ids)
            rows.delete()
    return len(open_keys)


def keep_only(request) -> None:
    """After the password has changed: this session goes on under its new key, no other does."""
    here = request.session.session_key
    mark = _mark(cookies.read(request, COOKIE))
    Device.objects.filter(person=request.user, mark=mark).update(session_key=here)
    end_others(request.user, here)


def end_all_of(actor, person: Person) -> None:
    """Sign somebody else out everywhere, by one person alone: it takes away and gives nothing. They are told."""
    if actor.pk == person.pk:
        raise ValidationError(_("自己的，在「登录着的设备」里退出就好"))
    with transaction.atomic():
        row = one(actor, "sessions.end", Person, person.pk, lock=True)
        forget_all([row.pk])
        trail.record(actor, "sessions.end", row)
        outbox.post("sign_in.sessions_ended", to=[row.pk])


def elsewhere(person: Person, session_key: str) -> int:
    """On how many other devices the person is signed in."""
    return Device.objects.filter(person=person).exclude(session_key__in=["", session_key]).count()


def forget_all(people: Iterable[int]) -> None:
    """Of these people no session and no known device is left."""
    rows = Device.objects.filter(person__in=people)
    _end(rows.values_list("session_key", flat=True))
    rows.delete()


def _remember(request, person: Person, mark: str) -> None:
    key = request.session.session_key
    here = Device.objects.select_for_update().filter(mark=mark).exclude(session_key=key)
    _end(here.values_list("session_key", flat=True))  # whoever was signed in on this browser before
    here.update(session_key="")
    agent = request.headers.get("User-Agent", "")
    fresh = {"browser": browser_of(agent), "system": system_of(agent), "session_key": key, "seen_at": timezone.now()}
    Device.objects.update_or_create(person=person, mark=mark, defaults=fresh)


def _end(keys: Iterable[str]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in filter(None, keys):
        store(key).delete()


def _mark(token: str) -> str:
    return salted_hmac("jingwei.sign_in.device", token, algorithm="sha256").hexdigest() if token else ""
