"""The figures of the loop, each with numerator, denominator, what is left out, and n. Never a ranking of people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jingwei.cases.models import Case, ClockEvent, Dispatch, Rating
from jingwei.core import clock
from jingwei.gate.doors import visible


@dataclass(frozen=True)
class Figure:
    """`value`: a share from 0 to 1, a count or hours, as `unit` says; None where the denominator is 0."""

    code: str
    label: str
    numerator: float
    denominator: int
    value: float | None
    unit: str  # share | count | hours
    left_out: str = ""

    @property
    def n(self) -> int:
        return self.denominator


def figures(actor, *, since: datetime | None = None, until: datetime | None = None) -> list[Figure]:
    """Of the cases reported in the span that the actor's post covers. Personal matters are in no figure."""
    cases = _covered(actor)
    if since:
        cases = cases.filter(reported_at__gte=since)
    if until:
        cases = cases.filter(reported_at__lt=until)
    return [
        *_of_cases(cases),
        *_of_checks(cases),
        *_of_dispatches(cases),
        *_of_ratings(cases),
        *_of_times(cases),
    ]


def headline(actor) -> list[Figure]:
    """Whether promises are kept, and whether people are content. Two statements."""
    cases = _covered(actor)
    on_time = next(figure for figure in _of_cases(cases) if figure.code == "closed_on_time")
    return [on_time, _satisfied(_ratings(cases))]


def _covered(actor) -> QuerySet:
    return visible(actor, "cases.figures", Case).filter(personal=False)


def _of_cases(cases) -> list[Figure]:
    filed, claimed, closed = Q(filed_at__isnull=False), Q(claimed_at__isnull=False), Q(state="closed")
    due = closed | Q(due_at__lt=clock.now(), filed_at__isnull=False)
    on_time = Q(claimed_at__lte=F("due_at"))
    ever_closed = closed | Q(reopen_count__gt=0) | Q(state="reopen_wanted")
    conditions = {
        "all": Q(),
        "filed": filed,
        "claimed": claimed,
        "handled_on_time": claimed & on_time,
        "closed": closed,
        "due": due & ~Q(state__in=["merged", "voided", "paused"]),
        "closed_on_time": closed & on_time,
        "ever_closed": ever_closed,
        "reopened": Q(reopen_count__gt=0),
    }
    n = cases.order_by().aggregate(**{name: Count("pk", filter=condition) for name, condition in conditions.items()})
    return [
        Figure("reported", _("上报数"), n["all"], n["all"], n["all"], "count"),
        _share("filed_rate", _("立案率"), n["filed"], n["all"]),
        _share("handled_rate", _("处置率"), n["claimed"], n["filed"]),
        _share("handled_on_time", _("按期处置率"), n["handled_on_time"], n["claimed"]),
        _share("closed_rate", _("结案率"), n["closed"], n["filed"]),
        _share("closed_on_time", _("按期结案率"), n["closed_on_time"], n["due"], _("并案、作废、挂账中的不算")),
        _share("reopen_rate", _("重办率"), n["reopened"], n["ever_closed"]),
    ]


def _of_checks(cases) -> list[Figure]:
    n = ClockEvent.objects.filter(case__in=cases, clock="check").aggregate(
        reworked=Count("case", distinct=True, filter=Q(reason="rework")),
        checked=Count("case", distinct=True, filter=Q(mark="start")),
    )
    return [_share("rework_rate", _("返工率"), n["reworked"], n["checked"])]


def _of_dispatches(cases) -> list[Figure]:
    rows = Dispatch.objects.filter(case__in=cases)
    answered = Q(answered_at__isnull=False)
    n = rows.order_by().aggregate(
        all=Count("pk"),
        answered=Count("pk", filter=answered),
        returned=Count("pk", filter=Q(result="returned")),
        due=Count("pk", filter=answered | Q(sign_by__lt=clock.now())),
        on_time=Count("pk", filter=Q(answered_at__lte=F("sign_by"))),
    )
    return [
        _share("accurate", _("准确派遣率"), n["answered"] - n["returned"], n["answered"], _("还没签收的不算")),
        _share("signed_on_time", _("按时签收率"), n["on_time"], n["due"], _("还没到期又没签收的不算")),
        _share("return_rate", _("退回率"), n["returned"], n["all"]),
    ]


def _of_ratings(cases) -> list[Figure]:
    n = _ratings(cases)
    asked = cases.filter(Q(state="closed") | Q(reopen_count__gt=0)).count()
    return [_satisfied(n), _share("answered", _("回访率"), n["cases"], asked)]


def _ratings(cases) -> dict[str, int]:
    return Rating.objects.filter(case__in=cases).aggregate(
        all=Count("pk"),
        satisfied=Count("pk", filter=Q(level=Rating.Level.SATISFIED)),
        cases=Count("case", distinct=True),
    )


def _satisfied(n: dict[str, int]) -> Figure:
    return _share("satisfied", _("满意率"), n["satisfied"], n["all"], _("没有评价的不算"))


def _of_times(cases) -> list[Figure]:
    spans = cases.filter(claimed_at__isnull=False, filed_at__isnull=False).values_list("filed_at", "claimed_at")
    # a machine's clock set back between the two never makes time negative
    hours = sorted(max(end - start, timedelta(0)).total_seconds() / 3600 for start, end in spans)
    mean = sum(hours) / len(hours) if hours else None
    p90 = quantiles(hours, n=10, method="inclusive")[-1] if len(hours) > 1 else mean
    left_out = _("从立案到报告办结，含夜里和周末")
    return [
        Figure(code, label, round(sum(hours), 1), len(hours), value, "hours", left_out)
        for code, label, value in (
            ("mean_hours", _("平均处置时长"), mean),
            ("median_hours", _("处置时长中位数"), median(hours) if hours else None),
            ("p90_hours", _("九成在此时间内"), p90),
        )
    ]


def _share(code: str, label: str, numerator: int, denominator: int, left_out: str = "") -> Figure:
    return Figure(
        code, label, numerator, denominator, numerator / denominator if denominator else None, "share", left_out
    )
