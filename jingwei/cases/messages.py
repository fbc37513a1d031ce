"""What people are told about a case. A message says that there is something and leads to it; contents stay on the page."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from jingwei.core import outbox
from jingwei.core.outbox import message_kind

from .models import Case

PAGE = ("cases:show", "case")

message_kind("cases.reported", _("{place}有新的上报：{what}，请看看要不要立案"), *PAGE)
message_kind("cases.stood_in", _("{place}的上报没有网格党员接，请你先接：{what}"), *PAGE)
message_kind("cases.verify", _("请到{place}看一眼：{what}"), *PAGE)
message_kind("cases.info_wanted", _("你报的{what}，还想请你补充一句"), *PAGE)
message_kind("cases.info_given", _("{place}的{what}，报告人已补充"), *PAGE)
message_kind("cases.info_late", _("{place}的{what}等了五天没有补充，继续往下走"), *PAGE)
message_kind("cases.confirmed", _("{place}的{what}已核实，请派遣"), *PAGE)
message_kind("cases.filed", _("你报的{what}已立案"), *PAGE)
message_kind("cases.dispatched", _("{place}的{what}派给你，请接手或退回"), *PAGE)
message_kind("cases.handed_over", _("你报的{what}换人跟进，进展照样告诉你"), *PAGE)
message_kind("cases.accepted", _("你报的{what}有人接手了"), *PAGE)
message_kind("cases.returned", _("{place}的{what}被退回，请另派"), *PAGE)
message_kind("cases.coordinate", _("{place}的{what}第三次被退回，请你来协调"), *PAGE)
message_kind("cases.scheduled", _("你报的{what}约好了时间"), *PAGE)
message_kind("cases.pause_asked", _("{place}的{what}申请挂账，等你看"), *PAGE)
message_kind("cases.paused", _("你报的{what}要等一等，页面上写了等到哪天、为什么"), *PAGE)
message_kind("cases.resumed", _("{place}的{what}恢复处理"), *PAGE)
message_kind("cases.refused", _("{place}的{what}，申请没有批准"), *PAGE)
message_kind("cases.extension_asked", _("{place}的{what}申请延期，等你看"), *PAGE)
message_kind("cases.extended", _("你报的{what}延期了，新的时间在页面上"), *PAGE)
message_kind("cases.claimed", _("{place}的{what}说是修好了，请你去核查"), *PAGE)
message_kind("cases.own_claimed", _("你的{what}有了答复，请看看是不是解决了"), *PAGE)
message_kind("cases.sent_back", _("{place}的{what}核查没有通过，请返工"), *PAGE)
message_kind("cases.closed", _("你报的{what}有了答复，点一下告诉我们好没好"), *PAGE)
message_kind("cases.reopen_wanted", _("{place}的{what}，报告人申请重办，请你判断"), *PAGE)
message_kind("cases.reopened", _("{place}的{what}同意重办"), *PAGE)
message_kind("cases.reopen_refused", _("你报的{what}维持结案，理由在页面上"), *PAGE)
message_kind("cases.merged", _("你报的{what}和另一件是同一件事，已并到一起，进展照样告诉你"), *PAGE)
message_kind("cases.voided", _("你报的{what}没有继续办，理由在页面上"), *PAGE)
message_kind("cases.restored", _("{place}的{what}恢复办理"), *PAGE)
message_kind("cases.remark", _("{place}的{what}有一条新留言"), *PAGE)
message_kind("cases.remind", _("{place}的{what}到时间了，等你处理"), *PAGE)
message_kind("cases.overdue", _("{place}的{what}已超时，请过问"), *PAGE)
message_kind("cases.emergency", _("突发事件：{place}，{what}"), *PAGE)


def tell(kind: str, case: Case, *, to: Iterable[int | None], but=None) -> None:
    """Put a line about the case into the outbox, inside the caller's transaction; `but` did it and needs no telling."""
    skip = getattr(but, "pk", None)
    outbox.post(
        f"cases.{kind}",
        to={person for person in to if person and person != skip},
        case=case.pk,
        number=case.number,
        place=_place(case, "zh-hans"),
        place_en=_place(case, "en"),
        what=case.category.name_zh,
        what_en=case.category.name_en,
    )


def _place(case: Case, language: str) -> str:
    with translation.override(language):
        return case.place
