"""What getting in holds on a person."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.holdings import excepted, hold

from .models import CodeRequest, Device, SignInCode

hold(
    SignInCode,
    "D18",
    _("发给你的登录码"),
    about=("person",),
    columns={
        "issued_at": _("发放时间"),
        "issued_by": _("由谁发放"),
        "expires_at": _("有效到"),
        "used_at": _("用过的时间"),
        "failures": _("输错次数"),
        "failed_at": _("上次输错"),
    },
    kept_back={"code_hash": _("只存不能还原的指纹"), "request": _("在申请里")},
)
hold(
    CodeRequest,
    "D18",
    _("为你申请的登录码"),
    about=("people",),
    columns={
        "kind": _("为什么"),
        "state": _("走到哪里"),
        "asked_by": _("谁申请的"),
        "asked_at": _("申请时间"),
        "decided_by": _("谁决定的"),
        "decided_at": _("决定时间"),
        "lapses_at": _("放到什么时候"),
    },
)
hold(
    Device,
    "D18",
    _("登录过的设备"),
    about=("person",),
    columns={
        "browser": _("浏览器"),
        "system": _("系统"),
        "first_at": _("第一次"),
        "seen_at": _("最近一次"),
    },
    kept_back={"mark": _("只存不能还原的指纹"), "session_key": _("能拿来冒充你")},
)
excepted(SignInCode, "issued_by", "who issued it is in the trail as an act of theirs; the row is about its holder")
excepted(CodeRequest, "asked_by", "an act of theirs, in the trail; the row is about whom it is for")
excepted(CodeRequest, "decided_by", "an act of theirs, in the trail; the row is about whom it is for")
