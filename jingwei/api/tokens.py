"""Making, finding and revoking personal tokens."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from jingwei.core import clock
from jingwei.gate.doors import change, create, visible

from .models import PersonalToken

CAPABILITY = "account.update"
PREFIX = "jw_"  # so that a token left lying about is recognised for what it is
BYTES = 32
MOST_DAYS = 30
MOST_TOKENS = 10
SEEN_AGAIN = timedelta(minutes=1)  # last used is written no oftener


def make_token(actor, *, name: str, scopes: Iterable[str], days: int) -> tuple[PersonalToken, str]:
    """A new token and its value, which nobody can read again. Raises ValidationError where there are too many."""
    if open_tokens(actor).count() >= MOST_TOKENS:
        raise ValidationError(_("最多 %(most)s 个令牌，先撤销用不着的"), params={"most": MOST_TOKENS})
    value = PREFIX + secrets.token_urlsafe(BYTES)
    now = clock.now()
    token = PersonalToken(
        person_id=actor.pk,
        name=name,
        scopes=sorted(scopes),
        digest=_digest(value),
        account_hash=actor.get_session_auth_hash(),
        made_at=now,
        expires_at=now + timedelta(days=min(days, MOST_DAYS)),
    )
    return create(actor, CAPABILITY, token, verb="api.make_token", scopes=token.scopes, days=days), value


def revoke_token(actor, pk: int) -> PersonalToken:
    """It is void from now on. Twice is once. Raises Denied for another's token."""
    with change(actor, CAPABILITY, PersonalToken, pk, verb="api.revoke_token") as token:
        token.revoked_at = token.revoked_at or clock.now()
    return token


def open_tokens(actor):
    """Tokens that are neither revoked nor expired."""
    return visible(actor, CAPABILITY, PersonalToken).filter(_open())


def find_token(value: str) -> PersonalToken | None:
    """The token behind a value, with its person; None where it is void for whatever reason."""
    rows = PersonalToken.objects.filter(_open(), person__is_active=True).select_related("person")
    token = rows.filter(digest=_digest(value)).first()
    if token is None or not constant_time_compare(token.account_hash, token.person.get_session_auth_hash()):
        return None
    _note_use(token)
    return token


def _note_use(token: PersonalToken) -> None:
    now = clock.now()
    if token.last_used_at is None or token.last_used_at < now - SEEN_AGAIN:
        PersonalToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _open() -> Q:
    return Q(revoked_at__isnull=True, expires_at__gt=clock.now())


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
