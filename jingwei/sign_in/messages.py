"""The sentences of the trail about getting in, and what people are told of their own account."""

from django.utils.translation import gettext_lazy as _

from jingwei.core.outbox import message_kind
from jingwei.gate import trail

trail.sentence("account.enter", _("{who} 用登录码进来，设了密码"))
trail.sentence("account.password", _("{who} 换了密码"))
trail.sentence("codes.ask", _("{who} 申请了登录码"))
trail.sentence("codes.agree", _("{who} 同意了登录码的申请"))
trail.sentence("codes.refuse", _("{who} 没有同意登录码的申请"))
trail.sentence("codes.issue", _("{who} 打印了登录码"))
trail.sentence("factors.add", _("{who} 加了一种两步验证"))
trail.sentence("factors.remove", _("{who} 去掉了一种两步验证"))
trail.sentence("factors.recovery_codes", _("{who} 换了一组恢复码"))
trail.sentence("devices.end", _("{who} 让一台设备退出了登录"))
trail.sentence("sessions.end", _("{who} 让一个账号在各处退出了登录"))

message_kind("sign_in.password_changed", _("你的密码换了。不是你换的，请马上告诉学院党委的老师"), "sign_in:devices")
message_kind(
    "sign_in.factor_added", _("你的账号加了一种两步验证。不是你加的，请马上告诉学院党委的老师"), "sign_in:factors"
)
message_kind(
    "sign_in.factor_removed", _("你的账号去掉了一种两步验证。不是你做的，请马上告诉学院党委的老师"), "sign_in:factors"
)
message_kind(
    "sign_in.recovery_asked", _("有人在为你申请找回账号。不是你提出的，请马上告诉学院党委的老师"), "sign_in:devices"
)
message_kind(
    "sign_in.sessions_ended",
    _("负责账号的老师让你在各处退出了登录。没有人跟你说过，请问一问学院党委的老师"),
    "sign_in:devices",
)
message_kind("sign_in.recovery_agreed", _("找回账号的申请通过了，你在各处的登录都已退出"), "sign_in:devices")
message_kind("sign_in.request_waiting", _("有一份登录码的申请等你看一看"), "sign_in:requests")
message_kind("sign_in.request_agreed", _("你申请的登录码，另一位同意了，可以打印了"), "sign_in:codes")
message_kind("sign_in.request_refused", _("你申请的登录码，另一位没有同意"), "sign_in:codes")
