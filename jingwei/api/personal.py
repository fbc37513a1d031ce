"""What the API holds on a person: tokens made by them, and answers kept against doubles."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.holdings import hold

from .models import KeptAnswer, PersonalToken

hold(
    PersonalToken,
    "D18",
    _("你的令牌"),
    about=("person",),
    columns={
        "name": _("名称"),
        "scopes": _("能做什么"),
        "made_at": _("做好的时间"),
        "expires_at": _("过期时间"),
        "last_used_at": _("上次用过"),
        "revoked_at": _("作废时间"),
    },
    kept_back=dict.fromkeys(("digest", "account_hash"), _("只存不能还原的指纹")),
)
hold(
    KeptAnswer,
    "D18",
    _("程序写入的回执"),
    about=("person",),
    columns={"key": _("编号"), "status": _("结果"), "made_at": _("时间")},
    kept_back={
        "fingerprint": _("只存不能还原的指纹"),
        "body": _("当时给你的答复，里面的资料在别的地方都列着"),
    },
)
