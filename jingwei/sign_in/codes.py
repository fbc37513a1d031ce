"""One-time codes and the two people they need: one asks, another agrees, and then the first prints them, once.

A code is shown a single time to whoever asked; kept is only its keyed fingerprint, bound to the person. Whoever agrees
never sees it, whoever asked cannot have it alone, and nobody has a hand in their own.
"""

import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from jingwei.core import clock, outbox
from jingwei.gate import trail
from jingwei.gate.doors import Denied, create, one, visible
from jingwei.gate.policy import capability
from jingwei.gate.posts import holders
from jingwei.gate.roles import UnitKind
from jingwei.people.models import Person

from . import devices
from .models import CodeRequest, SignInCode

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that reads like something else
HALF = 5  # a code is two groups of five
PATIENCE = timedelta(days=3)  # to agree, and then again to print
VALID = {
    CodeRequest.Kind.INVITATION: timedelta(days=7),
    CodeRequest.Kind.PASSWORD: timedelta(days=1),
    CodeRequest.Kind.FACTORS: timedelta(days=1),
}


@dataclass(frozen=True)
class Slips:
    codes: list[tuple[Person, str]]
    until: datetime


class Over(Exception):
    """The request has been decided, printed or left lying too long meanwhile."""


def ask_codes(actor, people: Iterable[Person], kind: str) -> CodeRequest:
    """Ask for codes: invitations for many who have never been in, or a way back for one who has.

    Raises ValidationError where the kind does not fit the people, and Denied where one of them is not the actor's to ask for.
    """
    people, kind = list(people), CodeRequest.Kind(kind)
    recovers = kind != CodeRequest.Kind.INVITATION
    if not people or (recovers and len(people) > 1):
        raise ValidationError(_("找回账号一次只能为一个人申请"))
    ids = {person.pk for person in people}
    if actor.pk in ids:
        raise ValidationError(_("自己的账号请别的老师来申请"))
    if not recovers and any(map(has_been_in, people)):
        raise ValidationError(_("已经登录过的人，请用「找回账号」"))
    with transaction.atomic():
        if visible(actor, "codes.ask", Person, fresh=True).filter(pk__in=ids).count() != len(ids):
            raise Denied
        now = clock.now()
        row = CodeRequest(kind=kind, asked_by_id=actor.pk, asked_at=now, lapses_at=now + PATIENCE)
        create(actor, "codes.ask", row, verb="codes.ask", kind=kind, ids=sorted(ids))
        row.people.set(people)
        outbox.post("sign_in.request_waiting", to=set(_who_may_agree()) - ids - {actor.pk})
        if recovers:
            outbox.post("sign_in.recovery_asked", to=ids)
    return row


def agree(actor, pk: int) -> CodeRequest:
    """The second person agrees. Of somebody who is to come back, every session ends at once."""
    with transaction.atomic():
        row = _decide(actor, pk, CodeRequest.State.AGREED)
        outbox.post("sign_in.request_agreed", to=[row.asked_by_id])
        if row.recovers:
            ids = list(row.people.values_list("pk", flat=True))
            devices.forget_all(ids)
            outbox.post("sign_in.recovery_agreed", to=ids)
    return row


def refuse(actor, pk: int) -> CodeRequest:
    with transaction.atomic():
        row = _decide(actor, pk, CodeRequest.State.REFUSED)
        outbox.post("sign_in.request_refused", to=[row.asked_by_id])
    return row


def issue_codes(actor, pk: int) -> Slips:
    """Make the codes that were agreed to, for whoever asked, this one time."""
    with transaction.atomic():
        row = _own(actor, pk)
        if row.state != CodeRequest.State.AGREED or row.lapses_at <= clock.now():
            raise Over
        people = list(row.people.filter(is_active=True).order_by("name_pinyin", "number"))
        slips = _make(people, VALID[row.kind], request=row, issued_by_id=actor.pk)
        row.state = CodeRequest.State.ISSUED
        row.save(update_fields=["state"])
        trail.record(actor, "codes.issue", row, ids=sorted(person.pk for person in people))
    return slips


def invite_first(system, person: Person) -> str:
    """A code from the command line, for the very first who is to come in; who has been in needs two people."""
    if has_been_in(person):
        raise ValidationError(_("已经登录过的人，请用「找回账号」"))
    with transaction.atomic():
        slips = _make([person], VALID[CodeRequest.Kind.INVITATION])
        trail.record(system, "codes.issue", person)
    return slips.codes[0][1]


def has_been_in(person: Person) -> bool:
    return person.last_login is not None or person.has_usable_password()


def own_requests(actor) -> QuerySet:
    """What the actor asked for and can still be done something about."""
    return _live().filter(asked_by=actor.pk).prefetch_related("people")


def to_decide(actor) -> QuerySet:
    """What others asked for and the actor may agree to."""
    rows = visible(actor, "codes.agree", CodeRequest).filter(pk__in=_live(), state=CodeRequest.State.WAITING)
    return (
        rows.exclude(asked_by=actor.pk).exclude(people=actor.pk).select_related("asked_by").prefetch_related("people")
    )


def open_code(number: str) -> SignInCode | None:
    """The person's newest code that can still be used, locked: two who hold the same slip cannot both enter."""
    rows = SignInCode.objects.select_for_update(of=("self",)).select_related("person", "request")
    return (
        rows.filter(person__number=number, person__is_active=True, used_at__isnull=True, expires_at__gt=clock.now())
        .order_by("-pk")
        .first()
    )


def fits(row: SignInCode, typed: str) -> bool:
    return secrets.compare_digest(row.code_hash, _fingerprint(row.person, _plain(typed)))


def _who_may_agree() -> Iterable[int]:
    for role in capability("codes.agree").grants:
        yield from holders(role, UnitKind.COLLEGE, [0])


def _live() -> QuerySet:
    over = [CodeRequest.State.REFUSED, CodeRequest.State.ISSUED]
    return CodeRequest.objects.filter(lapses_at__gt=clock.now()).exclude(state__in=over)


def _own(actor, pk: int) -> CodeRequest:
    row = one(actor, "codes.ask", CodeRequest, pk, lock=True)
    if row.asked_by_id != actor.pk:
        raise Denied
    return row


def _decide(actor, pk: int, state: str) -> CodeRequest:
    row = one(actor, "codes.agree", CodeRequest, pk, lock=True)
    if row.asked_by_id == actor.pk or row.people.filter(pk=actor.pk).exists():
        raise Denied
    if row.state != CodeRequest.State.WAITING or row.lapses_at <= clock.now():
        raise Over
    now = clock.now()
    row.state, row.decided_by_id, row.decided_at, row.lapses_at = state, actor.pk, now, now + PATIENCE
    row.save(update_fields=["state", "decided_by", "decided_at", "lapses_at"])
    trail.record(actor, "codes.agree" if state == CodeRequest.State.AGREED else "codes.refuse", row)
    return row


def _make(people: list[Person], valid: timedelta, **fields) -> Slips:
    """A new code for each, in place of those not used yet."""
    now = clock.now()
    slips = Slips([(person, _new_code()) for person in people], now + valid)
    SignInCode.objects.filter(person__in=people, used_at__isnull=True).delete()
    SignInCode.objects.bulk_create(
        [
            SignInCode(
                person=person, code_hash=_fingerprint(person, code), issued_at=now, expires_at=slips.until, **fields
            )
            for person, code in slips.codes
        ],
        batch_size=500,
    )
    return slips


def _new_code() -> str:
    signs = [secrets.choice(ALPHABET) for _sign in range(2 * HALF)]
    return f"{''.join(signs[:HALF])}-{''.join(signs[HALF:])}"


def _plain(code: str) -> str:
    """As it is printed, however it was typed: full-width, small letters, without the dash."""
    signs = "".join(sign for sign in unicodedata.normalize("NFKC", code).upper() if sign.isalnum())
    return f"{signs[:HALF]}-{signs[HALF:]}"


def _fingerprint(person: Person, code: str) -> str:
    return salted_hmac("jingwei.people.sign-in-code", f"{person.pk}:{code}", algorithm="sha256").hexdigest()
