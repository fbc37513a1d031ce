"""Before the fifteen working days are over: first those who have to answer are reminded, then the auditors.

The row says when its next reminder is due, and moves on in the transaction in which it goes out: however often the clock
calls, and however many workers, each goes out once. A worker that was away for days catches up one by one.
"""

from django.db import transaction

from jingwei.core import clock
from jingwei.core.outbox import post
from jingwei.gate import trail
from jingwei.privacy.making import WORKER
from jingwei.privacy.models import SubjectRequest

from .requests import FLOWS, answerers, auditors, reminder_at


def remind_due() -> int:
    """By the clock. Returns how many reminders went out."""
    return sum(_remind(model, pk) for model in FLOWS for pk in list(_due(model).values_list("pk", flat=True)))


def _due(model: type[SubjectRequest]):
    return model.objects.filter(state=SubjectRequest.State.OPEN, next_reminder_at__lte=clock.now()).order_by("pk")


def _remind(model: type[SubjectRequest], pk: int) -> bool:
    with transaction.atomic():
        row = _due(model).select_for_update().filter(pk=pk).first()
        if row is None:
            return False  # answered, or another worker was quicker
        kind, to = ("due", answerers(model)) if row.reminders == 0 else ("late", auditors())
        row.reminders += 1
        row.next_reminder_at = reminder_at(row.asked_at, row.reminders)
        row.save(update_fields=["reminders", "next_reminder_at"])
        post(f"privacy.{row.noun}_{kind}", to={*to} - {row.subject_id}, request=row.pk)
        trail.record(WORKER, "privacy.remind", row, number=row.reminders)
    return True
