"""What getting in holds on a person."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
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
hold(
    Authenticator,
    "D18",
    _("两步验证"),
    about=("user",),
    columns={"type": _("哪一种"), "created_at": _("设好的时间"), "last_used_at": _("上次用过")},
    kept_back={"data": _("能拿来冒充你")},
)
hold(
    SocialAccount,
    "D18",
    _("学校账号"),
    about=("user",),
    columns={
        "provider": _("哪里的账号"),
        "uid": _("账号"),
        "date_joined": _("第一次"),
        "last_login": _("最近一次"),
        "extra_data": _("学校告诉我们的"),
    },
)
hold(
    EmailAddress,
    "D03",
    _("登录用的邮箱"),
    about=("user",),
    columns={"email": _("邮箱"), "verified": _("已核实"), "primary": _("常用")},
)
hold(
    Authenticator,
    "D18",
    _("两步验证"),
    about=("user",),
    columns={"type": _("种类"), "created_at": _("什么时候加的")},
    kept_back={"data": _("能拿来冒充你"), "last_used_at": _("没有在用")},
)
excepted(SignInCode, "issued_by", "who issued it is in the trail as an act of theirs; the row is about its holder")
excepted(CodeRequest, "asked_by", "an act of theirs, in the trail; the row is about whom it is for")
excepted(CodeRequest, "decided_by", "an act of theirs, in the trail; the row is about whom it is for")
