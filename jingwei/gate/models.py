"""Posts, and the trail of what was done and read."""

from secrets import token_hex

from django.conf import settings
from django.db import models
from django.db.models import Q

from jingwei.core import clock
from jingwei.core.dated import Dated

from .roles import Role, UnitKind


class Appointment(Dated):
    """A post held over a unit. A right exists while its post is live, and not a second longer."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=12, choices=Role)
    unit_kind = models.CharField(max_length=10, choices=UnitKind)
    unit_id = models.PositiveBigIntegerField(default=0)  # 0: the college itself
    title = models.CharField(max_length=40, blank=True)  # 副书记, 值班 …

    reach = {"self": ("person",)}

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "role", "unit_kind", "unit_id"],
                condition=Q(end__isnull=True),
                name="gate_appointment_once",
            ),
        ]
        indexes = [models.Index(fields=["unit_kind", "unit_id", "role"]), models.Index(fields=["person", "end"])]

    def __str__(self):
        return f"{self.person_id} {self.role} {self.unit_kind}:{self.unit_id}"


def salt() -> str:
    return token_hex(16)


class TrailEntry(models.Model):
    """One act or one reading, append-only. Written in the transaction of the act; linked and signed by the sealer."""

    at = models.DateTimeField(default=clock.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=60)  # the live roles of the actor, or the system's name
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField(null=True)
    data = models.JSONField(default=dict)
    salt = models.CharField(
        max_length=32, blank=True, default=salt
    )  # so that a fingerprint tells nothing once data is gone
    seq = models.PositiveBigIntegerField(null=True, unique=True)  # null: not yet sealed
    digest = models.CharField(max_length=64, blank=True)

    reach = {"self": ("actor",)}

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="gate_trail_subject"),
            models.Index(fields=["id"], condition=Q(seq__isnull=True), name="gate_trail_unsealed"),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject_type}:{self.subject_id}"


class GlassLine(models.Model):
    """Whose data a reading showed: the index of everybody's glass log, found from the trail (`glass_log`)."""

    entry = models.ForeignKey(TrailEntry, on_delete=models.CASCADE, related_name="lines", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    data_class = models.CharField(max_length=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="gate_glassline_once")]
        indexes = [models.Index(fields=["person", "entry"], name="gate_glassline_person")]

    def __str__(self):
        return f"{self.entry_id} · {self.person_id}"


class Seal(models.Model):
    """A signature over the chain's head after a batch."""

    at = models.DateTimeField(default=clock.now)
    last_seq = models.PositiveBigIntegerField(unique=True)
    head = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    def __str__(self):
        return f"…{self.last_seq}"


class PostedHead(models.Model):
    """The day's head of the chain was put into the outbox for the auditors. The day is unique: two workers send one."""

    day = models.DateField(unique=True)
    last_seq = models.PositiveBigIntegerField()

    def __str__(self):
        return f"{self.day} …{self.last_seq}"
