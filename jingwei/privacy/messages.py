"""What people are told about their data, and the sentences of the trail."""

from django.utils.translation import gettext_lazy as _

from jingwei.core.outbox import message_kind
from jingwei.gate import trail

message_kind(
    "privacy.glass_subject", _("有人在突发情况下看了你的联系方式，原因和时间写在这里"), "privacy:glass-note", "record"
)
message_kind(
    "privacy.glass_watch", _("{name}在突发情况下打开了一位同学的联系方式，请留意"), "privacy:glass-note", "record"
)
message_kind("privacy.inquiry", _("数据保护负责人开了一次查询，与你的资料有关"), "privacy:readings")
message_kind("privacy.pace", _("{name}在短时间里看了很多人的资料，已请对方停一停"), "privacy:oversight")
message_kind("privacy.correction_asked", _("有一份更正申请等你处理"), "privacy:correction", "request")
message_kind("privacy.correction_decided", _("你的更正申请有了答复"), "privacy:correction", "request")
message_kind("privacy.objection_asked", _("有一份异议等你答复"), "privacy:objection", "request")
message_kind("privacy.objection_decided", _("你的异议有了答复"), "privacy:objection", "request")
message_kind("privacy.correction_due", _("有一份更正申请还没有答复，期限快到了"), "privacy:correction", "request")
message_kind("privacy.correction_late", _("有一份更正申请快到期了，经办人还没有答复"), "privacy:oversight")
message_kind("privacy.objection_due", _("有一份异议还没有答复，期限快到了"), "privacy:objection", "request")
message_kind("privacy.objection_late", _("有一份异议马上到期，请尽快答复"), "privacy:objection", "request")
message_kind("privacy.copy_made", _("你的档案整理好了，七天内可以下载"), "privacy:my-data")
message_kind("privacy.export_asked", _("有一份导出申请等你批"), "privacy:export", "request")
message_kind("privacy.export_decided", _("你的导出申请有了结果"), "privacy:export", "request")
message_kind("privacy.export_made", _("你申请的文件做好了，七天内可以下载"), "privacy:export", "request")

trail.sentence("privacy.accept", _("{who} 同意了申请"))
trail.sentence("privacy.answer", _("{who} 答复了申请"))
trail.sentence("privacy.refuse", _("{who} 没有同意申请，写了理由"))
trail.sentence("privacy.withdraw", _("{who} 撤回了申请"))
trail.sentence("privacy.remind", _("到了提醒的时候，提醒了经办人"))
trail.sentence("privacy.ask_correction", _("{who} 申请更正"))
trail.sentence("privacy.ask_objection", _("{who} 提出异议"))
trail.sentence("privacy.break_glass", _("{who} 破窗查看"))
trail.sentence("privacy.open_inquiry", _("{who} 开了一次查询"))
trail.sentence("privacy.close_inquiry", _("{who} 结束了查询"))
trail.sentence("privacy.delay_notice", _("{who} 决定晚一点告知本人"))
trail.sentence("privacy.query", _("{who} 查看了审计页面"))
trail.sentence("privacy.pace", _("{who} 看得太快，被请停一停"))
trail.sentence("privacy.ask_copy", _("{who} 要一份自己的档案"))
trail.sentence("privacy.download_copy", _("{who} 下载了自己的档案"))
trail.sentence("privacy.ask_export", _("{who} 申请导出"))
trail.sentence("privacy.approve_export", _("{who} 批准了导出"))
trail.sentence("privacy.refuse_export", _("{who} 没有批准导出"))
trail.sentence("privacy.withdraw_export", _("{who} 撤回了导出申请"))
trail.sentence("privacy.make_export", _("导出的文件做好了"))
trail.sentence("privacy.download_export", _("{who} 下载了导出的文件"))
trail.sentence("privacy.expire", _("文件过期，已删除"))
