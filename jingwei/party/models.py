"""The warp: committee, branch, Party group, and who belongs to which."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jingwei.core.dated import Dated
from jingwei.gate.doors import Path


class Branch(models.Model):
    class Kind(models.TextChoices):
        STUDENT = "student", _("学生支部")
        STAFF = "staff", _("教工支部")

    code = models.CharField(max_length=4, unique=True)  # the «large grid 4» of a case number
    name = models.CharField(_("党支部"), max_length=60, unique=True)
    short_name = models.CharField(_("简称"), max_length=12)
    kind = models.CharField(_("类别"), max_length=8, choices=Kind)
    closed = models.BooleanField(default=False)

    reach = {
        "branch": ("pk",),
        "grid": (Path("small_grids", live="small_grids"),),
        "room": (Path("small_grids__micro_grids__room", live=("small_grids", "small_grids__micro_grids")),),
        "building": (
            Path("small_grids__micro_grids__room__floor__building", live=("small_grids", "small_grids__micro_grids")),
        ),
    }

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.name


class Group(models.Model):
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("党小组"), max_length=40)

    reach = {"branch": ("branch",)}

    class Meta:
        ordering = ["branch_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["branch", "name"], name="party_group_once")]

    def __str__(self):
        return f"{self.branch} {self.name}"


class Affiliation(Dated):
    """A person in a branch, with the stage they have reached. A new stage or branch is a new row."""

    class Standing(models.TextChoices):
        APPLICANT = "applicant", _("入党申请人")
        ACTIVIST = "activist", _("入党积极分子")
        TARGET = "target", _("发展对象")
        PROBATIONARY = "probationary", _("预备党员")
        MEMBER = "member", _("正式党员")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="affiliations")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="affiliations")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="affiliations")
    standing = models.CharField(_("类别"), max_length=12, choices=Standing)
    applied_on = models.DateField(_("递交入党申请书时间"), null=True, blank=True)
    activist_on = models.DateField(_("确定为积极分子时间"), null=True, blank=True)
    joined_on = models.DateField(_("入党时间"), null=True, blank=True)
    full_on = models.DateField(_("转正时间"), null=True, blank=True)
    duty = models.CharField(
        _("党内职务"), max_length=20, blank=True
    )  # as the roster calls it; rights come from posts alone
    contacts = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="contact_of")

    MEMBERS = (Standing.PROBATIONARY, Standing.MEMBER)

    reach = {"self": ("person",), "branch": (Path("branch", live=""),), "named": (Path("contacts", live=""),)}

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["person"], condition=Q(end__isnull=True), name="party_affiliation_one"),
        ]
        indexes = [models.Index(fields=["branch", "standing", "end"])]

    def __str__(self):
        return f"{self.person_id} · {self.branch_id} · {self.standing}"
