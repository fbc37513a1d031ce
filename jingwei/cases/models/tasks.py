"""Rows with dates: who had the case, what its clocks did, what was asked for and granted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jingwei.core.clock import now
from jingwei.gate.doors import Path
from jingwei.terms.worktime import Mark

from .case import GRID, LIVE, Case
from .catalogue import Desk


class ClockEvent(models.Model):
    """What happened to a clock of a case. Deadlines are computed from these rows and from nothing else."""

    class Clock(models.TextChoices):
        ACCEPT = "accept", _("受理")
        SIGN = "sign", _("签收")
        HANDLE = "handle", _("处理")
        CHECK = "check", _("核查")

    class Reason(models.TextChoices):
        REPORTED = "reported", _("收到上报")
        VERIFYING = "verifying", _("等现场核实")
        INFO_WANTED = "info_wanted", _("等报告人补充")
        INFO_GIVEN = "info_given", _("报告人已补充")
        INFO_LATE = "info_late", _("五天没有补充，继续往下走")
        FILED = "filed", _("立案")
        DISPATCHED = "dispatched", _("派遣")
        ACCEPTED = "accepted", _("接手")
        RETURNED = "returned", _("退回")
        PASSED_ON = "passed_on", _("转派")
        HANDED_OVER = "handed_over", _("换人跟进")
        PAUSED = "paused", _("批准挂账")
        RESUMED = "resumed", _("恢复处理")
        CLAIMED = "claimed", _("报告办结")
        REWORK = "rework", _("核查不通过")
        CLOSED = "closed", _("结案")
        REOPENED = "reopened", _("同意重办")
        RESTORED = "restored", _("恢复案卷")
        ENDED = "ended", _("并案或作废")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clock_events")
    clock = models.CharField(max_length=6, choices=Clock)
    run = models.PositiveSmallIntegerField(default=1)  # each start begins a new run, the old ones stay
    mark = models.CharField(max_length=6, choices=[(mark.value, mark.value) for mark in Mark])
    reason = models.CharField(max_length=12, choices=Reason)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["case", "clock", "run"])]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "clock", "run"], condition=Q(mark="start"), name="cases_clockevent_starts_once"
            )
        ]

    def __str__(self):
        return f"{self.clock} {self.run} {self.mark}"


class Dispatch(models.Model):
    """A task handed to somebody, and what became of it."""

    class Result(models.TextChoices):
        WAITING = "waiting", _("等接手")
        ACCEPTED = "accepted", _("已接手")
        RETURNED = "returned", _("已退回")
        PASSED_ON = "passed_on", _("已转派")
        LEFT = "left", _("原来的人离任")

    class Because(models.TextChoices):
        CATALOGUE = "catalogue", _("按目录")
        NO_WARDEN = "no_warden", _("这栋楼还没有楼管")
        NO_DESK = "no_desk", _("部门还没有人值守")
        NO_KEEPER = "no_keeper", _("这个房间还没有网格党员")
        CHOSEN = "chosen", _("派遣人选定")
        NAMED = "named", _("退回时指明")
        HANDED_ON = "handed_on", _("处理人转派")
        LEFT = "left", _("原来的人离任")
        COORDINATE = "coordinate", _("没有别的人接，由支部书记协调")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="dispatches")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    desk = models.ForeignKey(Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    wardens_of = models.ForeignKey(
        "housing.Building", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    because = models.CharField(max_length=12, choices=Because)
    result = models.CharField(max_length=10, choices=Result, default=Result.WAITING)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    next_owner = models.CharField(max_length=40, blank=True)  # a receiver's key: whoever returns says whose it is
    dispatched_at = models.DateTimeField(default=now)
    sign_by = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "dispatches"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, desk__isnull=True, wardens_of__isnull=True)
                | Q(person__isnull=True, desk__isnull=False, wardens_of__isnull=True)
                | Q(person__isnull=True, desk__isnull=True, wardens_of__isnull=False),
                name="cases_dispatch_one_receiver",
            ),
            models.CheckConstraint(
                condition=~Q(result="returned") | (~Q(reason="") & ~Q(next_owner="")),
                name="cases_dispatch_return_names_next_owner",
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(result="waiting"), name="cases_dispatch_one_waiting"),
        ]

    def __str__(self):
        return f"{self.case_id} → {self.person_id or self.desk_id or self.wardens_of_id}"


class Request(models.Model):
    """Something a handler asks for."""

    class State(models.TextChoices):
        ASKED = "asked", _("等批准")
        FIRST = "first", _("支部书记已同意")
        GRANTED = "granted", _("已批准")
        REFUSED = "refused", _("未批准")
        LAPSED = "lapsed", _("不再需要")  # the case moved on before anybody decided

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="%(class)ss")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    reason = models.CharField(_("理由"), max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=300, blank=True)

    PENDING = (State.ASKED, State.FIRST)

    ordinary = Q(case__personal=False)
    reach = {
        "named": ("case__handler", "case__steward"),
        "desk": ("case__handler_desk",),
        "branch": (Path(f"case__{GRID}__branch", live=f"case__{LIVE}"),),
        "building": ("case__building",),
        "college": (),
        ("named", "cases.handle"): ("case__handler",),
        ("building", "cases.handle"): ("case__handler_building",),
        ("named", "cases.approve"): ("case__steward",),
    }

    class Meta:
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=["asked", "first"]), name="cases_%(class)s_one_pending"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="cases_%(class)s_decided_by_another",
            ),
        ]

    def __str__(self):
        return f"{self.case_id} · {self.state}"


class PauseRequest(Request):
    """挂账: two levels agree, the secretary first, the centre second; it ends by itself on its date."""

    until = models.DateField(_("挂账到"))
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField(null=True, blank=True)

    class Meta(Request.Meta):
        constraints = [
            *Request.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="granted") | (Q(first_by__isnull=False) & ~Q(first_by=F("decided_by"))),
                name="cases_pauserequest_two_levels",
            ),
        ]


class Extension(Request):
    """More time, in units of the case's own clock: at most twice, never after it is overdue."""

    amount = models.PositiveSmallIntegerField(_("延长"))
