"""One sentence for each thing that can happen to a case: the timeline and the period report read the same."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.trail import sentence

SENTENCES = {
    "cases.report": _("{who}上报"),
    "cases.verify": _("{who}请人到现场核实"),
    "cases.confirm": _("{who}到场核实：属实，立案"),
    "cases.refute": _("{who}到场核实：不属实。{reason}"),
    "cases.ask_info": _("{who}请报告人补充：{question}"),
    "cases.give_info": _("{who}补充了情况"),
    "cases.info_late": _("五天没有补充，继续往下走"),
    "cases.file": _("{who}立案"),
    "cases.merge": _("{who}并到案卷 {into}：{reason}"),
    "cases.void": _("{who}作废：{reason}"),
    "cases.dispatch": _("{who}派给{to}"),
    "cases.take": _("{who}自己来处理"),
    "cases.accept": _("{who}接手"),
    "cases.return": _("{who}退回，说该由{next}办：{reason}"),
    "cases.pass_on": _("{who}转给{to}：{reason}"),
    "cases.schedule": _("{who}约了时间"),
    "cases.begin": _("{who}开始处理"),
    "cases.pause": _("{who}批准挂账到 {until}：{reason}"),
    "cases.resume": _("{who}恢复处理"),
    "cases.resume_due": _("挂账到期，自动恢复处理"),
    "cases.claim": _("{who}报告办结：{outcome}。请{checker}核查"),
    "cases.close": _("{who}核查通过，结案"),
    "cases.send_back": _("{who}核查没有通过：{reason}"),
    "cases.rework": _("{who}开始返工"),
    "cases.want_reopen": _("{who}申请重办：{reason}"),
    "cases.grant_reopen": _("{who}同意重办"),
    "cases.refuse_reopen": _("{who}维持结案：{reason}"),
    "cases.restore": _("{who}恢复案卷：{reason}"),
    "cases.extend": _("{who}批准延期"),
    "cases.remind": _("到时间了，系统提醒"),
    "cases.alarm": _("同时告知支部书记、楼管和朋辈党建中心"),
    "cases.rate": _("{who}评价了结果"),
    "cases.remark": _("{who}留言"),
    "cases.add_photo": _("{who}添了一张照片"),
    "cases.join": _("{who}也遇到了"),
    "cases.request_pause": _("{who}申请挂账"),
    "cases.approve_pause": _("{who}同意挂账，等中心批准"),
    "cases.confirm_pause": _("{who}批准挂账"),
    "cases.refuse_pause": _("{who}没有批准挂账"),
    "cases.request_extension": _("{who}申请延期"),
    "cases.approve_extension": _("{who}批准延期申请"),
    "cases.refuse_extension": _("{who}没有批准延期"),
    "cases.load_catalogue": _("{who}载入事项目录"),
    "cases.change_category": _("{who}改了事项目录"),
}
for _verb, _text in SENTENCES.items():
    sentence(_verb, _text)
