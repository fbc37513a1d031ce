"""What people asked about their data, and who looked."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.holdings import SPAN, Computed, hold
from jingwei.gate.models import TrailEntry
from jingwei.people import readings

from .models import BreakGlass, Correction, DataCopy, ExportRequest, Inquiry, NoticeDelay, Objection
from .models.looking import told

MAKING = _("制作文件用的，不是资料")
REQUEST = {
    "state": _("状态"),
    "why": _("为什么"),
    "asked_at": _("时间"),
    "due_at": _("答复期限"),
    "reminders": _("提醒过几次"),
    "next_reminder_at": _("下次提醒"),
    "decided_by": _("由谁答复"),
    "decided_at": _("答复时间"),
    "answer": _("答复"),
}


def read(attribute: str, label) -> Computed:
    return Computed(label, lambda entry, person: getattr(readings.reading(entry), attribute))


hold(
    Correction,
    "D16",
    _("更正申请"),
    about=("subject",),
    columns={"field": _("哪一项不对"), "right": _("应该是"), **REQUEST},
)
hold(
    Objection,
    "D16",
    _("异议"),
    about=("subject",),
    columns={"wish": _("希望怎样"), "data_class": _("哪一类"), **REQUEST},
)
for model, title in ((Correction, _("你答复的更正")), (Objection, _("你答复的异议"))):
    hold(
        model,
        "D16",
        title,
        about=("decided_by",),
        columns={"state": _("状态"), "decided_at": _("答复时间"), "answer": _("答复")},
    )
hold(
    DataCopy,
    "D16",
    _("你要过的档案"),
    about=("person",),
    columns={
        "serial": _("编号"),
        "state": _("状态"),
        "asked_at": _("时间"),
        "made_at": _("做好的时间"),
        "expires_at": _("过期时间"),
    },
    kept_back=dict.fromkeys(("attempt", "beat_at", "percent", "key", "file_name", "language"), MAKING),
)
hold(
    ExportRequest,
    "D19",
    _("你申请或批准的导出"),
    about=("asked_by", "decided_by"),
    columns={
        "serial": _("编号"),
        "sheet": _("名单"),
        "division": _("范围"),
        "columns": _("列"),
        "purpose": _("用途"),
        "why": _("做什么用、交给谁"),
        "state": _("状态"),
        "asked_by": _("申请人"),
        "asked_at": _("时间"),
        "rows": _("行数"),
        "decided_by": _("批准人"),
        "decided_at": _("批准时间"),
        "refusal": _("为什么不批"),
        "made_at": _("做好的时间"),
        "expires_at": _("过期时间"),
        "downloads": _("下载次数"),
    },
    kept_back=dict.fromkeys(("attempt", "beat_at", "percent", "key", "file_name"), MAKING),
)
hold(
    TrailEntry,
    "D17",
    _("谁看过你的资料"),
    about=(),
    rows=lambda person: readings.about(person).order_by("pk"),
    columns={
        "at": _("时间"),
        "who": read("who", _("谁")),
        "held": read("post", _("以什么职务")),
        "what": read("what", _("看了什么")),
        "purpose": read("purpose", _("为了什么")),
    },
)
hold(
    BreakGlass,
    "D17",
    _("突发情况下看过你的联系方式"),
    about=("subject",),
    rows=lambda person: BreakGlass.objects.filter(told(), subject=person).order_by("pk"),
    columns={
        "data_class": _("哪一类"),
        "opened_by__name": _("谁"),
        "post": _("以什么职务"),
        "purpose": _("为了什么"),
        "reason": _("为什么现在必须看"),
        "minutes": _("几分钟"),
        **SPAN,
        "told_from": _("告知你的时间"),
    },
)
hold(
    BreakGlass,
    "D17",
    _("你破窗查看或被告知的"),
    about=("opened_by", "watchers"),
    columns={
        "data_class": _("哪一类"),
        "purpose": _("为了什么"),
        "reason": _("为什么现在必须看"),
        **SPAN,
    },
)
hold(
    Inquiry,
    "D17",
    _("与你有关的查询"),
    about=("subject",),
    columns={"case__number": _("案卷号"), "reason": _("为什么要查"), **SPAN},
)
hold(
    Inquiry,
    "D17",
    _("你开的查询"),
    about=("opened_by",),
    columns={"reason": _("为什么要查"), **SPAN},
)
hold(
    NoticeDelay,
    "D17",
    _("推迟告知你的决定"),
    about=("subject",),
    rows=lambda person: NoticeDelay.objects.filter(subject=person).exclude(pk__in=_running(person)).order_by("pk"),
    columns={"reason": _("为什么要晚一点告诉本人"), "hours": _("几小时"), **SPAN},
)
hold(
    NoticeDelay,
    "D17",
    _("你作的推迟告知决定"),
    about=("decided_by",),
    columns={"reason": _("为什么要晚一点告诉本人"), "hours": _("几小时"), **SPAN},
)


def _running(person):
    """A decision is shown to its subject once the delay is over: shown before, it would tell what it puts off."""
    return NoticeDelay.objects.live().filter(subject=person).values("pk")
