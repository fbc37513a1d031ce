"""Somebody's in-site inbox. What has been read is each person's own note, so it leaves no line in the trail."""

from dataclasses import dataclass
from datetime import UTC, datetime

from jingwei.core import clock
from jingwei.core.models import InboxMessage
from jingwei.core.outbox import KINDS
from jingwei.gate.doors import one, visible
from jingwei.gate.sent import refuse_unasked

PAGE = 30


@dataclass(frozen=True)
class Line:
    """A message as the reader sees it, in the reader's language."""

    pk: int
    sentence: str
    created_at: datetime
    unread: bool


def lines(actor, before: int | None = None) -> tuple[list[Line], int | None]:
    """The newest messages (those before a message's id), and the id to go on from."""
    rows = visible(actor, "inbox.read", InboxMessage).order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    shown = [
        Line(row.pk, KINDS[row.kind].sentence(row.payload), row.created_at, row.read_at is None) for row in found[:PAGE]
    ]
    return shown, shown[-1].pk if len(found) > PAGE else None


def unread_count(actor) -> int:
    return visible(actor, "inbox.read", InboxMessage).filter(read_at__isnull=True).count()


def open_message(actor, pk: int) -> str:
    """Mark it read. Returns the address it leads to."""
    row = one(actor, "inbox.update", InboxMessage, pk)
    if row.read_at is None:
        row.read_at = clock.now()
        row.save(update_fields=["read_at"])
    return KINDS[row.kind].url(row.payload)


def read_all(actor) -> tuple[int, int]:
    """Mark everything read: how many there were, and the stamp with which `unread_again` takes it back."""
    refuse_unasked()
    now = clock.now().replace(microsecond=0)
    rows = visible(actor, "inbox.update", InboxMessage).filter(read_at__isnull=True)
    return rows.update(read_at=now), int(now.timestamp())


def unread_again(actor, stamp: int) -> int:
    refuse_unasked()
    try:
        at = datetime.fromtimestamp(stamp, UTC)
    except (ValueError, OverflowError, OSError):
        return 0  # no moment of ours
    return visible(actor, "inbox.update", InboxMessage).filter(read_at=at).update(read_at=None)
