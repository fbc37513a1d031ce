"""Looking where one usually may not: break-glass, the auditor's inquiry, and the delay of a notice."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jingwei.core import clock
from jingwei.core.dated import Dated
from jingwei.gate.doors import Path

MOST_MINUTES = 60
MOST_HOURS = 72
LEAST_REASON = 20
REASON = {"max_length": 300, "validators": [MinLengthValidator(LEAST_REASON)]}


def told() -> Q:
    """Of break-glass records: those whose subject has been told."""
    return Q(told_from__lte=clock.now())


class Bounded(Dated):
    """Whoever may look where one usually may not, may do so until a moment that is known beforehand."""

    class Meta(Dated.Meta):
        abstract = True
        ordering = ["-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(end__isnull=False), name="%(app_label)s_%(class)s_ends"),
        ]


class BreakGlass(Bounded):
    """破窗: in an emergency one person's data of one class are opened for an hour at most, and everyone is told."""

    data_class = models.CharField(max_length=4)
    subject = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="broken_glass")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=12)  # in which it was opened
    purpose = models.CharField(max_length=16)
    reason = models.CharField(_("为什么现在必须看"), **REASON)
    minutes = models.PositiveSmallIntegerField(validators=[MaxValueValidator(MOST_MINUTES)])
    watchers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")  # auditors and team, told at once
    told_from = models.DateTimeField()  # when the subject learns of it: at once, unless the auditor had decided a delay

    reach = {
        "self": (Path("subject", where=told),),
        "own": ("opened_by",),
        ("own", "contacts.broken"): (Path("opened_by", live=""),),
        "named": ("watchers__pk",),
        "college": (),
    }

    class Meta(Bounded.Meta):
        constraints = [
            *Bounded.Meta.constraints,
            models.CheckConstraint(condition=Q(minutes__lte=MOST_MINUTES), name="privacy_breakglass_an_hour"),
        ]

    def __str__(self):
        return f"{self.data_class} · {self.subject_id}"


class Inquiry(Bounded):
    """查询: opened by the auditor, about one person or one case; only inside it are contents readable."""

    subject = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="inquiries")
    case = models.ForeignKey(
        "cases.Case", null=True, blank=True, on_delete=models.CASCADE, related_name="inquiries"
    )  # then this case alone
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("为什么要查"), **REASON)

    reach = {"self": ("subject",), "inquiry": (Path("opened_by", live=""),), "college": ()}

    class Meta(Bounded.Meta):
        verbose_name_plural = "inquiries"

    def __str__(self):
        return f"{self.subject_id} · {self.start:%F}"


class NoticeDelay(Bounded):
    """For somebody's safety the auditor has decided that a notice of break-glass reaches them later, 72 hours at most."""

    subject = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("为什么要晚一点告诉本人"), **REASON)
    hours = models.PositiveSmallIntegerField(validators=[MaxValueValidator(MOST_HOURS)])

    reach = {"college": ()}

    class Meta(Bounded.Meta):
        constraints = [
            *Bounded.Meta.constraints,
            models.CheckConstraint(condition=Q(hours__lte=MOST_HOURS), name="privacy_noticedelay_three_days"),
        ]

    def __str__(self):
        return f"{self.subject_id} · {self.hours} h"
