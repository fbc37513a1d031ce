"""The outbox: told in the transaction of the change, delivered by the worker, at least once.

A kind is declared once with `message_kind(...)`: a sentence and where it leads. Delivery writes one inbox line a person
(unique, so a second try changes nothing) and sends an e-mail that carries the sentence's subject and the link only.

The worker is told once a transaction, however many messages it holds; losing that hint loses nothing, the clock comes
round every minute and finds the rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from huey.contrib.djhuey import db_task

from . import clock
from .models import InboxMessage, OutboxMessage

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 8


@dataclass(frozen=True)
class MessageKind:
    kind: str
    text: str  # lazy, with {placeholders} from the payload
    url_name: str
    url_arg: str | None = None  # the payload's key that is the URL's argument
    in_mail: bool = False  # the sentence is about nobody, and the mail is what keeps it out of reach: see _mail

    def sentence(self, payload: dict) -> str:
        """In the reader's language, whatever the sender's was: `place_en` stands beside `place` where they differ."""
        words = payload
        if (translation.get_language() or "").startswith("en"):
            english = {key[:-3]: word for key, word in payload.items() if key.endswith("_en")}
            words = {**payload, **english}
        return str(self.text).format_map(words)

    def url(self, payload: dict) -> str:
        return reverse(self.url_name, args=[payload[self.url_arg]] if self.url_arg else [])


KINDS: dict[str, MessageKind] = {}


def message_kind(kind: str, text, url_name: str, url_arg: str | None = None, *, in_mail: bool = False) -> MessageKind:
    """Declare a kind of message. Called at import of a slice's `messages.py`."""
    KINDS[kind] = MessageKind(kind, text, url_name, url_arg, in_mail)
    return KINDS[kind]


def post(kind: str, *, to: Iterable, **payload) -> OutboxMessage | None:
    """Put a message into the outbox, inside the caller's transaction. `to` holds persons or person ids."""
    if kind not in KINDS:
        raise LookupError(f"no message kind {kind!r} is declared")
    recipients = sorted({getattr(person, "pk", person) for person in to if person})
    if not recipients:
        return None
    row = OutboxMessage.objects.create(kind=kind, recipients=recipients, payload=payload)
    _nudge_at_commit()
    return row


def _nudge_at_commit() -> None:
    """Tell the worker once when the transaction is through. A hint that a savepoint took back with it is given anew."""
    if not settings.OUTBOX_NUDGE:
        return
    if all(hook is not sweep_outbox for _savepoints, hook, _robust in transaction.get_connection().run_on_commit):
        transaction.on_commit(sweep_outbox, robust=True)


@db_task()
def sweep_outbox() -> None:
    deliver_due()


def deliver_due(limit: int = 200) -> int:
    """Deliver what is due; take up again what an interrupted worker had leased. Returns how many were delivered."""
    delivered = 0
    for pk in _lease(limit):
        try:
            with transaction.atomic():
                _deliver(OutboxMessage.objects.select_for_update().get(pk=pk))
            delivered += 1
        except Exception as error:  # noqa: BLE001 - one bad message must not hold up the others
            _put_back(pk, error)
    return delivered


def _lease(limit: int) -> list[int]:
    now = clock.now()
    due = Q(state=OutboxMessage.State.WAITING, next_try_at__lte=now) | Q(
        state=OutboxMessage.State.LEASED, leased_until__lte=now
    )
    with transaction.atomic():
        rows = OutboxMessage.objects.select_for_update(skip_locked=True).filter(due).order_by("pk")[:limit]
        ids = [row.pk for row in rows]
        OutboxMessage.objects.filter(pk__in=ids).update(state=OutboxMessage.State.LEASED, leased_until=now + LEASE)
    return ids


def _deliver(row: OutboxMessage) -> None:
    declared = KINDS[row.kind]
    people = list(get_user_model().objects.filter(pk__in=row.recipients, is_active=True))
    InboxMessage.objects.bulk_create(
        [InboxMessage(person=person, outbox=row, kind=row.kind, payload=row.payload) for person in people],
        ignore_conflicts=True,
    )
    mails = [_mail(declared, row, person) for person in people if person.email]
    if mails:
        get_connection().send_messages(mails)
    row.state, row.done_at = OutboxMessage.State.DONE, clock.now()
    row.save(update_fields=["state", "done_at"])


def _mail(declared: MessageKind, row: OutboxMessage, person) -> EmailMessage:
    """A mail says that there is something and where; what it is stays behind the sign-in, unless the kind says `in_mail`."""
    with translation.override(person.language or settings.LANGUAGE_CODE):
        where = _("请打开经纬查看：{url}").format(url=settings.SITE_URL + declared.url(row.payload))
        return EmailMessage(
            subject=_("经纬：有一件事与你有关"),
            body=f"{declared.sentence(row.payload)}\n\n{where}" if declared.in_mail else where,
            to=[person.email],
            headers={"Message-ID": f"<outbox-{row.pk}-{person.pk}@{settings.MAIL_DOMAIN}>"},
        )


def _put_back(pk: int, error: Exception) -> None:
    row = OutboxMessage.objects.get(pk=pk)
    row.attempts += 1
    row.last_error = f"{type(error).__name__}: {error}"[:300]
    row.state = OutboxMessage.State.DEAD if row.attempts >= MAX_ATTEMPTS else OutboxMessage.State.WAITING
    row.next_try_at = clock.now() + timedelta(seconds=30 * 2**row.attempts)
    row.save(update_fields=["attempts", "last_error", "state", "next_try_at"])
