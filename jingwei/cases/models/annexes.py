"""What hangs on a case: photos, remarks, those it also happens to, those called in, and the reporter's verdict."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jingwei.core import clock
from jingwei.gate.doors import Path

from .case import GRID, LIVE, Case

_OF_CASE = {
    "own": ("case__reporter",),
    "named": ("case__steward", "case__handler", "case__checker", "case__alerts__person"),
    "room": ("case__home_room", "case__room"),
    "grid": (Path(f"case__{GRID}", live=f"case__{LIVE}"),),
    "branch": (Path(f"case__{GRID}__branch", live=f"case__{LIVE}"),),
    "building": ("case__building",),
    "desk": ("case__handler_desk",),
    "college": (),
}


class Photo(models.Model):
    """A picture of a thing, never of people. Kept re-encoded, without metadata."""

    class Stage(models.TextChoices):
        BEFORE = "before", _("处理前")
        AFTER = "after", _("处理后")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="photos")
    key = models.CharField(max_length=120, unique=True)  # the file's name in storage
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=6, choices=Stage)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    ordinary = Q(case__personal=False)
    reach = _OF_CASE

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.case_id} · {self.stage}"


class Remark(models.Model):
    """A line added to a case; only those who deal with it read it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("留言"), max_length=500)
    at = models.DateTimeField(default=clock.now)

    ordinary = Q(case__personal=False)
    reach = _OF_CASE

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.case_id} · {self.at:%F}"


class Supporter(models.Model):
    """«我也是»: it happens to this person too, so they are told how it ends."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="supporters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="supported_cases")
    at = models.DateTimeField(default=clock.now)

    reach = {"own": ("person",)}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="cases_supporter_once")]

    def __str__(self):
        return f"{self.case_id} · {self.person_id}"


class Alert(models.Model):
    """Somebody called in to a case beyond those whose post reaches it: an emergency, or a reminder that climbed."""

    class Reason(models.TextChoices):
        EMERGENCY = "emergency", _("突发事件")
        OVERDUE = "overdue", _("超时上报")
        NOBODY = "nobody", _("无人接手")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="alerts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="cases_alert_once")]

    def __str__(self):
        return f"{self.case_id} → {self.person_id}"


class Rating(models.Model):
    """The reporter's answer to the one question. Once for each closing; a case reopened is asked about again."""

    class Level(models.IntegerChoices):
        SATISFIED = 3, _("满意")
        FAIR = 2, _("一般")
        UNSATISFIED = 1, _("不满意")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ratings")
    closing = models.PositiveSmallIntegerField(default=0)  # the case's reopen_count when it was closed
    level = models.PositiveSmallIntegerField(choices=Level)
    at = models.DateTimeField(default=clock.now)

    ordinary = Q(case__personal=False)
    reach = _OF_CASE

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "closing"], name="cases_rating_once")]

    def __str__(self):
        return f"{self.case_id} · {self.level}"
