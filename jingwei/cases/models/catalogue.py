"""What can be reported, as data: each college edits its own catalogue, no branch in the code knows a category."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jingwei.terms.worktime import Clock


class Named(models.Model):
    """A name in both languages; `name` is shown in the reader's."""

    name_zh = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=60)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh


class Desk(Named):
    """An office that takes cases. Its members hold the post of office over it."""

    class Kind(models.TextChoices):
        LOGISTICS = "logistics", _("后勤")
        SECURITY = "security", _("保卫处")
        STUDENT_AFFAIRS = "student_affairs", _("学工部")
        AID = "aid", _("资助中心")
        CAREER = "career", _("就业中心")

    code = models.SlugField(max_length=20, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    phone = models.CharField(_("电话"), max_length=40, blank=True)

    reach = {"desk": ("pk",), "college": ()}

    class Meta:
        ordering = ["code"]


class Family(Named):
    """A family of categories: one of the big buttons on the phone."""

    code = models.SlugField(max_length=20, unique=True)
    icon = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField(default=0)

    reach = {"college": ()}

    class Meta:
        ordering = ["position", "code"]
        verbose_name_plural = "families"


class Handler(models.TextChoices):
    """Who handles a category by default."""

    WARDEN = "warden", _("楼管")
    DESK = "desk", _("部门")
    KEEPER = "keeper", _("网格党员")
    SECRETARY = "secretary", _("支部书记")
    ELSEWHERE = "elsewhere", _("另有通道")  # no case is opened: the stopper leads to the place that is meant for it


class Category(Named):
    """A kind of matter, with its standards, its time limit and who handles it by default."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="categories")
    code = models.SlugField(max_length=30, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    filing_standard_zh = models.CharField(_("立案标准"), max_length=200)
    filing_standard_en = models.CharField(max_length=300)
    closing_standard_zh = models.CharField(_("结案标准"), max_length=200)
    closing_standard_en = models.CharField(max_length=300)
    limit_amount = models.PositiveSmallIntegerField(_("时限"), default=2)
    limit_clock = models.CharField(_("时钟"), max_length=12, choices=Clock.choices(), default=Clock.WORK_DAY.value)
    route = models.CharField(_("由谁处理"), max_length=10, choices=Handler)
    desk = models.ForeignKey(Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="categories")
    questions = models.JSONField(default=list, blank=True)  # [{"code", "zh", "en", "options": [[zh, en], …]}]
    stopper = models.JSONField(default=dict, blank=True)  # {"zh", "en", "call": [{"zh", "en", "phone"}, …]}
    urgent = models.BooleanField(_("突发事件"), default=False)
    personal = models.BooleanField(_("个人事项"), default=False)  # the reporter's own need: reporter and desk alone
    needs_photo = models.BooleanField(_("办结要照片"), default=False)
    active = models.BooleanField(_("启用"), default=True)

    reach = {"college": ()}

    class Meta:
        ordering = ["family__position", "position", "code"]
        verbose_name_plural = "categories"
        constraints = [
            models.CheckConstraint(
                condition=~Q(route=Handler.DESK) | Q(desk__isnull=False), name="cases_category_desk_named"
            ),
            models.CheckConstraint(
                condition=~Q(personal=True) | Q(route=Handler.DESK) | Q(route=Handler.ELSEWHERE),
                name="cases_category_personal_goes_to_a_desk",
            ),
        ]

    @property
    def filing_standard(self) -> str:
        return self._worded("filing_standard")

    @property
    def closing_standard(self) -> str:
        return self._worded("closing_standard")

    def _worded(self, field: str) -> str:
        return getattr(self, field + ("_en" if (get_language() or "").startswith("en") else "_zh"))
