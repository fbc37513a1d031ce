"""Tables without a domain: the outbox, the inbox it fills, and gapless serial numbers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from . import clock


class OutboxMessage(models.Model):
    """Something to be told, written in the transaction of what it tells. The row is the truth; the queue is a hint."""

    class State(models.TextChoices):
        WAITING = "waiting"
        LEASED = "leased"
        DONE = "done"
        DEAD = "dead"

    kind = models.CharField(max_length=80)
    recipients = models.JSONField(default=list)  # person ids
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state__in=["waiting", "leased"]), name="core_outbox_pending"
            )
        ]

    def __str__(self):
        return f"{self.kind} #{self.pk}"


class InboxMessage(models.Model):
    """A line in somebody's in-site inbox: a kind and a link. The sentence is made when it is read, in the reader's language."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inbox")
    outbox = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)

    reach = {"self": ("person",)}

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "outbox"], name="core_inbox_once")]
        indexes = [models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="core_inbox_unread")]

    def __str__(self):
        return f"{self.kind} → {self.person_id}"


class Sequence(models.Model):
    """The last number given out under a name."""

    name = models.CharField(max_length=80, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return f"{self.name}: {self.last}"
