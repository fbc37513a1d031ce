"""What the plans and grids hold on a person: what they keep, lead, or are free of."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.holdings import SPAN, hold

from .models import Calculation, Exemption, KeeperCap, MicroGrid, Plan, PlanBan, PlanRoom, Repair, SmallGrid

WORKINGS = _("计算用的，不是资料")

hold(
    SmallGrid,
    "D04",
    _("你照看的小网格"),
    about=("keeper",),
    columns={"code": _("编号"), "term": _("学期"), "branch": _("党支部"), **SPAN},
)
hold(
    MicroGrid,
    "D04",
    _("你负责的房间"),
    about=("lead",),
    columns={
        "code": _("编号"),
        "room": _("房间"),
        "small_grid": _("小网格"),
        **SPAN,
    },
)
hold(
    PlanRoom,
    "D04",
    _("方案里的你"),
    about=("keeper", "lead"),
    columns={
        "plan": _("方案"),
        "room": _("房间"),
        "keeper": _("网格党员"),
        "lead": _("负责人"),
        "keeper_pinned": _("网格党员已定"),
        "lead_pinned": _("负责人已定"),
    },
)
hold(
    PlanBan,
    "D04",
    _("方案里不由你负责的地方"),
    about=("person",),
    columns={"plan": _("方案"), "role": _("岗位"), "room": _("房间"), "building": _("楼栋")},
)
hold(
    Repair,
    "D04",
    _("建议里的你"),
    about=("old", "new"),
    columns={
        "room": _("房间"),
        "role": _("岗位"),
        "old": _("现在是谁"),
        "new": _("建议换成谁"),
        "found_at": _("时间"),
    },
    kept_back={"facts": WORKINGS},
)
hold(
    KeeperCap,
    "D04",
    _("最多照看几间"),
    about=("person",),
    columns={"term": _("学期"), "rooms": _("房间数")},
)
hold(
    Exemption,
    "D04",
    _("免任"),
    about=("person",),
    columns={"reason": _("理由"), **SPAN},
)
hold(
    Plan,
    "D04",
    _("你起草的方案"),
    about=("created_by",),
    columns={
        "term": _("学期"),
        "state": _("状态"),
        "created_at": _("起草时间"),
        "published_at": _("发布时间"),
    },
    kept_back=dict.fromkeys(("summary", "wishes"), WORKINGS),
)
hold(
    Calculation,
    "D04",
    _("你请求的计算"),
    about=("asked_by",),
    columns={
        "term": _("学期"),
        "plan": _("方案"),
        "state": _("状态"),
        "asked_at": _("时间"),
        "failure": _("没算成的原因"),
    },
    kept_back=dict.fromkeys(
        ("kind", "stage", "percent", "attempt", "beat_at", "language", "wishes", "result"), WORKINGS
    ),
)
