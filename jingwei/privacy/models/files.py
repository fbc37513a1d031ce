"""Files that the worker makes: a person's own copy, and exports that two people agreed on. Both go after seven days."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jingwei.core import clock

TONES = {
    "waiting": "wait", "running": "wait", "asked": "wait", "approved": "wait", "made": "good",
    "failed": "now", "refused": "muted", "withdrawn": "muted", "expired": "muted",
}  # fmt: skip


class MadeFile(models.Model):
    """A file in the making. The row is the truth, the queue a hint."""

    serial = models.CharField(max_length=20, unique=True)
    attempt = models.PositiveSmallIntegerField(default=0)  # whoever runs an earlier one has lost the right to store it
    beat_at = models.DateTimeField(default=clock.now)  # when last something was heard of its making
    percent = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=120, blank=True)  # the file's name in storage; empty: none
    file_name = models.CharField(max_length=160, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self):
        return self.serial

    @property
    def tone(self) -> str:
        return TONES[self.state]


class DataCopy(MadeFile):
    """我的档案: all that is kept about one person, for that person."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待开始")
        RUNNING = "running", _("正在整理")
        MADE = "made", _("可以下载")
        FAILED = "failed", _("没有做成")
        EXPIRED = "expired", _("已过期")

    UNFINISHED = (State.WAITING, State.RUNNING)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="data_copies")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    language = models.CharField(max_length=10)

    reach = {"self": ("person",)}

    class Meta(MadeFile.Meta):
        verbose_name_plural = "data copies"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["waiting", "running"]), name="privacy_datacopy_one_at_a_time"
            )
        ]


class ExportRequest(MadeFile):
    """导出: what, which columns, what for; agreed by a second person before anything is made."""

    class State(models.TextChoices):
        ASKED = "asked", _("等批准")
        APPROVED = "approved", _("正在制作")
        MADE = "made", _("可以下载")
        REFUSED = "refused", _("没有批准")
        WITHDRAWN = "withdrawn", _("已撤回")
        FAILED = "failed", _("没有做成")
        EXPIRED = "expired", _("已过期")

    sheet = models.CharField(_("名单"), max_length=30)
    division = models.CharField(_("范围"), max_length=30, blank=True)
    columns = models.JSONField(_("列"))
    purpose = models.CharField(_("用途"), max_length=16)
    why = models.CharField(_("做什么用、交给谁"), max_length=300)
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports")
    rows = models.PositiveSmallIntegerField(default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(_("为什么不批"), max_length=300, blank=True)
    downloads = models.PositiveSmallIntegerField(default=0)

    reach = {"own": ("asked_by",), "college": ()}

    class Meta(MadeFile.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="privacy_exportrequest_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "made"]) | Q(decided_by__isnull=False),
                name="privacy_exportrequest_approved_by_somebody",
            ),
            models.CheckConstraint(condition=Q(rows__lte=500), name="privacy_exportrequest_500_rows"),
        ]
