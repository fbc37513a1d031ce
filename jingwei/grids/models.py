"""Responsibility for one term: plans, the grids they publish, and who is free of keeping one, with the reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jingwei.core import clock
from jingwei.core.dated import Dated
from jingwei.gate.doors import Path
from jingwei.housing.models import Building, Room
from jingwei.party.models import Branch
from jingwei.terms.models import Term

from .wishes import validate_wishes


class Plan(models.Model):
    """A proposal of who keeps and leads each room of a term."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        PUBLISHED = "published", _("已发布")
        REPLACED = "replaced", _("已被替换")
        DISCARDED = "discarded", _("已放弃")

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="plans")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)
    wishes = models.JSONField(default=dict, blank=True, validators=[validate_wishes])  # what to look at first
    summary = models.JSONField(default=dict)  # cost by term, coverage, proof, check: as the planner gave them

    reach = {}

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term"], condition=Q(state="published"), name="grids_plan_one_published_a_term"
            )
        ]

    def __str__(self):
        return f"{self.term} · {self.pk}"


class PlanRoom(models.Model):
    """One room of a plan. An empty keeper or lead is a gap, and the plan says why."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rooms")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    keeper_pinned = models.BooleanField(default=False)
    lead_pinned = models.BooleanField(default=False)

    reach = {}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "room"], name="grids_planroom_once")]

    def __str__(self):
        return f"{self.plan_id} · {self.room_id}"


class PlanBan(models.Model):
    """Whom a draft shall not give a room, or any room of a building. Why is nobody's business: no reason is kept."""

    class Role(models.TextChoices):
        KEEPER = "keeper", _("网格党员")
        LEAD = "lead", _("负责人")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="bans")
    role = models.CharField(max_length=6, choices=Role)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    building = models.ForeignKey(Building, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    reach = {}

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(room__isnull=True) ^ Q(building__isnull=True), name="grids_planban_room_or_building"
            ),
            models.UniqueConstraint(fields=["plan", "role", "person", "room"], name="grids_planban_once_a_room"),
            models.UniqueConstraint(
                fields=["plan", "role", "person", "building"], name="grids_planban_once_a_building"
            ),
        ]

    def __str__(self):
        return f"{self.plan_id} · {self.room_id or self.building_id}"


class Calculation(models.Model):
    """What the worker was asked to work out: a first draft or a draft anew, or what wishes would give.

    The row is the truth, the queue a hint.
    """

    class Kind(models.TextChoices):
        PLAN = "plan", _("方案")
        OUTLOOK = "outlook", _("各种侧重会怎样")
        CURVE = "curve", _("相连的代价")

    class State(models.TextChoices):
        WAITING = "waiting", _("等待开始")
        RUNNING = "running", _("正在计算")
        DONE = "done", _("已算好")
        FAILED = "failed", _("没有算成")
        STOPPED = "stopped", _("已停下")

    class Stage(models.TextChoices):
        READING = "reading", _("读名册和现有安排")
        KEEPERS = "keepers", _("给每间房找网格党员")
        LEADS = "leads", _("给每间房找负责人")
        CONTIGUITY = "contiguity", _("把小网格排得更集中")
        STORING = "storing", _("存下方案")
        COMPARING = "comparing", _("逐份试算")

    UNFINISHED = (State.WAITING, State.RUNNING)

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="calculations")
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.PLAN)
    wishes = models.JSONField(
        default=dict, blank=True, validators=[validate_wishes]
    )  # of a first draft, or to be tried
    result = models.JSONField(default=dict, blank=True)  # numbers, of what is no plan
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.READING)
    percent = models.PositiveSmallIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)  # whoever runs an earlier one has lost the right to store it
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    beat_at = models.DateTimeField(default=clock.now)  # when last something was heard of it
    language = models.CharField(max_length=10)  # of whoever asked: a failure is told in it
    failure = models.CharField(max_length=500, blank=True)

    reach = {}

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "kind"],
                condition=Q(state__in=["waiting", "running"]),
                name="grids_calculation_one_a_term",
            )
        ]

    def __str__(self):
        return f"{self.term} · {self.pk}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in self.UNFINISHED


class KeeperCap(models.Model):
    """How many rooms a member may keep in a term, set by hand; without it the branch's share decides."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rooms = models.PositiveSmallIntegerField(null=True, blank=True)  # empty: given back to the branch's share

    reach = {}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "person"], name="grids_keepercap_once_a_term")]

    def __str__(self):
        return f"{self.term_id} · {self.person_id} · {self.rooms}"


class Repair(models.Model):
    """A proposal to mend one finding: this room, in this role, to somebody else. Worked out each night, and gone when it is stale."""

    class Role(models.TextChoices):
        KEEPER = "keeper", _("网格党员")
        LEAD = "lead", _("负责人")

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=6, choices=Role)
    old = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)  # students, steps, rooms: what the new person would mean, as counted then
    found_at = models.DateTimeField(default=clock.now)

    reach = {}

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["room", "role"], name="grids_repair_once")]

    def __str__(self):
        return f"{self.room_id} · {self.role}"


class SmallGrid(Dated):
    """小网格: the rooms one keeper keeps, in the branch's large grid, for one term."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="small_grids")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="small_grids")
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="small_grids")
    code = models.CharField(max_length=24)  # term-branch-small, no personal number in it

    reach = {
        "grid": ("pk",),
        "branch": ("branch",),
        "room": (Path("micro_grids__room", live="micro_grids"),),
        "self": ("keeper",),
    }

    class Meta(Dated.Meta):
        ordering = ["code"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["code"], name="grids_smallgrid_code"),
            models.UniqueConstraint(
                fields=["keeper", "term"], condition=Q(end__isnull=True), name="grids_smallgrid_one_a_keeper"
            ),
        ]

    def __str__(self):
        return self.code


class MicroGrid(Dated):
    """微网格: one room for one term, its small grid and its lead. A change of either is a new row."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="micro_grids")
    small_grid = models.ForeignKey(
        SmallGrid, null=True, blank=True, on_delete=models.PROTECT, related_name="micro_grids"
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="led_rooms"
    )
    code = models.CharField(max_length=30)  # term-branch-small-micro

    reach = {
        # Who led the room in another term is no neighbour's business any more: only the lines of today are reached.
        "grid": (Path("small_grid", live=""),),
        "branch": (Path("small_grid__branch", live=""),),
        "room": (Path("room", live=""),),
        "building": (Path("room__floor__building", live=""),),
        "self": (Path("lead", live=""),),
    }

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["room"], condition=Q(end__isnull=True), name="grids_microgrid_one_a_room"),
        ]
        indexes = [models.Index(fields=["small_grid", "end"])]

    def __str__(self):
        return self.code


class Exemption(Dated):
    """A member who keeps no grid, and why."""

    class Reason(models.TextChoices):
        OFF_CAMPUS = "off_campus", _("不住校")
        INTERNSHIP = "internship", _("外出实习")
        GRADUATING = "graduating", _("即将毕业")
        DUTY = "duty", _("另有岗位")
        REQUEST = "request", _("本人申请")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exemptions")
    reason = models.CharField(_("理由"), max_length=12, choices=Reason)

    reach = {"self": ("person",), "branch": (Path("person__affiliations__branch", live="person__affiliations"),)}

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["person"], condition=Q(end__isnull=True), name="grids_exemption_once"),
        ]

    def __str__(self):
        return f"{self.person_id} · {self.reason}"
