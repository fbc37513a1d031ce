"""The case itself: one row that goes round the loop 发现 → 上报 → 处理 → 反馈."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jingwei.core import clock
from jingwei.gate.doors import Path
from jingwei.terms.worktime import Clock

from .catalogue import Category, Desk


class State(models.TextChoices):
    REPORTED = "reported", _("已上报")
    VERIFYING = "verifying", _("核实中")
    INFO_WANTED = "info_wanted", _("待补充")
    FILED = "filed", _("已立案")
    DISPATCHED = "dispatched", _("已派遣")
    RETURNED = "returned", _("已退回")
    HANDLING = "handling", _("处理中")
    SCHEDULED = "scheduled", _("已排期")
    PAUSED = "paused", _("挂账")
    DONE_CLAIMED = "done_claimed", _("待核查")
    REWORK = "rework", _("返工")
    CLOSED = "closed", _("已结案")
    REOPEN_WANTED = "reopen_wanted", _("申请重办")
    MERGED = "merged", _("已并案")
    VOIDED = "voided", _("已作废")


ENDED_STATES = (State.CLOSED, State.MERGED, State.VOIDED)
OPEN_STATES = tuple(state for state in State if state not in ENDED_STATES)
# The states in which a task is in somebody's hands.
HELD = (State.DISPATCHED, State.HANDLING, State.SCHEDULED, State.PAUSED, State.REWORK)
OPEN = Q(state__in=[state.value for state in OPEN_STATES])
GRID = "home_room__micro_grids__small_grid"
LIVE = "home_room__micro_grids"


class Case(models.Model):
    class Spot(models.TextChoices):
        CORRIDOR = "corridor", _("走廊")
        WASHROOM = "washroom", _("水房与卫生间")
        STAIRS = "stairs", _("楼梯间")
        ENTRANCE = "entrance", _("门厅")
        OUTSIDE = "outside", _("楼外")

    number = models.CharField(_("案卷号"), max_length=19, unique=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(_("状态"), max_length=14, choices=State, default=State.REPORTED)
    # where: a room, or a floor as a whole (with a spot on it), or the building as a whole
    building = models.ForeignKey("housing.Building", on_delete=models.PROTECT, related_name="cases")
    floor = models.ForeignKey("housing.Floor", null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    room = models.ForeignKey("housing.Room", null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    spot = models.CharField(_("位置"), max_length=10, choices=Spot, blank=True)
    # the room whose keeper and branch answer; empty only where the place has no room at all
    home_room = models.ForeignKey("housing.Room", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("说一句"), max_length=500)
    answers = models.JSONField(default=dict, blank=True)  # question code → chosen option's number
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reported_cases")
    submission_key = models.CharField(max_length=64)
    urgent = models.BooleanField(_("突发事件"), default=False)
    personal = models.BooleanField(_("个人事项"), default=False)
    # who: the steward stands in where a room has no keeper, or coordinates after the third return
    steward = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="stewarded_cases"
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="handled_cases"
    )
    handler_desk = models.ForeignKey(Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    handler_building = models.ForeignKey(
        "housing.Building", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # its wardens
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="checked_cases"
    )
    # where it stands
    back_to = models.CharField(
        max_length=14, choices=State, blank=True
    )  # the sender's state, while information is wanted
    question = models.CharField(max_length=300, blank=True)
    limit_amount = models.PositiveSmallIntegerField(null=True, blank=True)  # fixed at filing, extensions added
    limit_clock = models.CharField(max_length=12, choices=Clock.choices(), blank=True)
    reported_at = models.DateTimeField(default=clock.now)
    state_since = models.DateTimeField(default=clock.now)
    filed_at = models.DateTimeField(null=True, blank=True)
    scheduled_for = models.DateTimeField(_("约定时间"), null=True, blank=True)
    paused_until = models.DateField(_("挂账到"), null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)  # of the handling clock
    act_by = models.DateTimeField(null=True, blank=True)  # of whoever must act now
    promised_at = models.DateTimeField(null=True, blank=True)  # as the reporter was told
    return_count = models.PositiveSmallIntegerField(default=0)
    reopen_count = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(_("做了什么"), max_length=500, blank=True)
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    closing_reason = models.CharField(_("理由"), max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_cases"
    )
    next_reminder_at = models.DateTimeField(null=True, blank=True)
    reminder_level = models.PositiveSmallIntegerField(default=0)
    source_label = models.CharField(max_length=80, blank=True)  # filed by another part of the program: where from
    source_url = models.CharField(max_length=200, blank=True)

    ordinary = Q(personal=False)
    reach = {
        "own": ("reporter", "supporters__person"),
        "named": ("steward", "handler", "checker", "alerts__person"),
        "room": ("home_room", "room"),
        "grid": (Path(GRID, live=LIVE),),
        "branch": (Path(f"{GRID}__branch", live=LIVE),),
        "building": ("building",),
        "desk": ("handler_desk",),
        "college": (),
        # narrower than reading
        ("own", "cases.report"): ("reporter",),
        ("own", "cases.answer"): ("reporter",),
        ("own", "cases.author"): ("reporter",),
        ("named", "cases.author"): ("steward", "handler"),
        ("own", "cases.remark"): ("reporter",),
        ("own", "photos.add"): ("reporter",),
        ("named", "cases.file"): ("steward",),
        ("named", "cases.dispatch"): ("steward",),
        ("named", "cases.judge"): ("steward",),
        ("named", "cases.approve"): ("steward",),
        ("named", "cases.handle"): ("handler",),
        ("building", "cases.handle"): ("handler_building",),
        ("named", "cases.check"): ("checker",),
        ("room", "cases.similar"): ("room", "floor__rooms"),
        ("room", "cases.verify"): ("home_room",),
    }

    class Meta:
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reporter", "submission_key"], name="cases_case_sent_once"),
            models.CheckConstraint(
                condition=Q(floor__isnull=True) | Q(room__isnull=True), name="cases_case_floor_or_room"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["handling", "scheduled", "paused", "done_claimed", "rework", "closed"])
                | Q(handler__isnull=False),
                name="cases_case_handled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="dispatched")
                | Q(handler__isnull=False)
                | Q(handler_desk__isnull=False)
                | Q(handler_building__isnull=False),
                name="cases_case_dispatched_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="done_claimed") | Q(checker__isnull=False, claimed_at__isnull=False),
                name="cases_case_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(checker__isnull=True) | Q(handler__isnull=True) | ~Q(checker=models.F("handler")),
                name="cases_case_third_person_checks",
            ),
            models.CheckConstraint(
                condition=~Q(state="paused") | Q(paused_until__isnull=False), name="cases_case_pause_has_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="cases_case_closed_has_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["merged", "voided"]) | ~Q(closing_reason=""),
                name="cases_case_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="cases_case_merged_into_something"
            ),
        ]
        indexes = [
            models.Index(fields=["handler", "state"], condition=OPEN, name="cases_open_by_handler"),
            models.Index(fields=["building", "state"], condition=OPEN, name="cases_open_by_building"),
            models.Index(fields=["home_room"], condition=OPEN, name="cases_open_by_home_room"),
            models.Index(fields=["next_reminder_at"], condition=OPEN, name="cases_open_by_reminder"),
            models.Index(fields=["reporter", "-reported_at"], name="cases_by_reporter"),
        ]

    def __str__(self):
        return self.number

    @classmethod
    def reporters_for(cls, staff: list[int]) -> models.QuerySet:
        """Who reported the open cases that these have in hand, as steward or handler; never what has a way of its own."""
        named = Q(steward__in=staff) | Q(handler__in=staff)
        return cls.objects.filter(OPEN, named, personal=False).values("reporter")

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED_STATES

    @property
    def place(self) -> str:
        """Where it is, in words: «5号楼 412», «5号楼 4 层 走廊», «5号楼 门厅»."""
        where = str(self.room or self.floor or self.building)
        return f"{where} {self.get_spot_display()}" if self.spot else where
