"""Correction and objection: asked by the person whose data they are, answered within fifteen working days."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jingwei.core import clock

TONES = {"open": "wait", "answered": "info", "accepted": "good", "refused": "muted", "withdrawn": "muted"}


class SubjectRequest(models.Model):
    """Something a person asks about what is kept on them."""

    class State(models.TextChoices):
        OPEN = "open", _("等答复")
        ANSWERED = "answered", _("已答复")
        ACCEPTED = "accepted", _("已照办")
        REFUSED = "refused", _("没有照办")
        WITHDRAWN = "withdrawn", _("已撤回")

    subject = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="%(class)ss")
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    why = models.CharField(_("为什么"), max_length=500)
    asked_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)  # how many have gone out
    next_reminder_at = models.DateTimeField(null=True, blank=True)  # null: none is left
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("答复"), max_length=500, blank=True)

    reach = {"self": ("subject",), "college": ()}

    class Meta:
        abstract = True
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("subject")),
                name="privacy_%(class)s_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"]) | (Q(decided_at__isnull=False) & ~Q(answer="")),
                name="privacy_%(class)s_decided_with_reason",
            ),
        ]

    def __str__(self):
        return f"{self.subject_id} · {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at < clock.now()

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def noun(self) -> str:
        """correction or objection: the name of its pages."""
        return self._meta.model_name


class Correction(SubjectRequest):
    """更正: a line of the roster is wrong. The committee and the offices, who keep the roster, put it right."""

    class Field(models.TextChoices):
        NAME = "name", _("姓名")
        GENDER = "gender", _("性别")
        CLASS_NAME = "class_name", _("班级")
        MAJOR = "major", _("专业")
        GRADE = "grade", _("年级")
        ROOM = "room", _("房间或床位")

    field = models.CharField(_("哪一项不对"), max_length=10, choices=Field)
    right = models.CharField(_("应该是"), max_length=60)

    class Meta(SubjectRequest.Meta):
        constraints = [
            *SubjectRequest.Meta.constraints,
            models.UniqueConstraint(
                fields=["subject", "field"], condition=Q(state="open"), name="privacy_correction_one_open"
            ),
        ]


class Objection(SubjectRequest):
    """异议: to keeping, using or showing something, or a question about it. Judged by the auditor."""

    class Wish(models.TextChoices):
        STOP = "stop", _("不要这样用我的资料")
        ERASE = "erase", _("请删掉")
        EXPLAIN = "explain", _("请说明为什么这样用")
        READING = "reading", _("有一次查看，我觉得不该发生")

    wish = models.CharField(_("希望怎样"), max_length=8, choices=Wish)
    data_class = models.CharField(_("哪一类"), max_length=4)
