"""What grids say: in the trail, and to those who get a post."""

from django.utils.translation import gettext_lazy as _

from jingwei.core.outbox import message_kind
from jingwei.gate.trail import sentence

message_kind("grids.keeper_named", _("你是一个小网格的网格党员了，看看有哪些房间"), "grids:mine")
message_kind("grids.lead_named", _("你是一间寝室的微网格负责人了，看看是哪一间"), "grids:mine")
message_kind("grids.ended", _("你的网格岗位到今天为止，谢谢你这段时间的照看"), "grids:mine")

sentence("grids.draft", _("{who} 起草了网格方案"))
sentence("grids.replan", _("{who} 重新计算了方案"))
sentence("grids.ask_draft", _("{who} 请程序起草网格方案"))
sentence("grids.ask_replan", _("{who} 请程序重新计算方案"))
sentence("grids.ask_outlook", _("{who} 请程序试算各种侧重"))
sentence("grids.ask_curve", _("{who} 请程序试算房间相连的代价"))
sentence("grids.stop_calculation", _("{who} 停下了方案的计算"))
sentence("grids.assign", _("{who} 手工安排了 {place}"))
sentence("grids.assign_back", _("{who} 手工安排了 {place}，换回 {back}"))
sentence("grids.swap", _("{who} 对调了 {place} 和 {back}"))
sentence("grids.set_cap", _("{who} 定了一位网格党员最多负责 {rooms} 间"))
sentence("grids.free_cap", _("{who} 让一位网格党员的间数仍按支部人数定"))
sentence("grids.pin", _("{who} 固定了一间房"))
sentence("grids.unpin", _("{who} 取消了一间房的固定"))
sentence("grids.ban", _("{who} 说明一间房或一栋楼不由某人负责"))
sentence("grids.lift_ban", _("{who} 取消了一条“不由某人负责”"))
sentence("grids.draft_rooms", _("{who} 的方案排好了每间房"))
sentence("grids.open_small", _("{who} 发布方案，开始了一批小网格"))
sentence("grids.open_micro", _("{who} 发布方案，开始了一批微网格"))
sentence("grids.end_small", _("{who} 发布方案，结束了一批小网格"))
sentence("grids.end_micro", _("{who} 发布方案，结束了一批微网格"))
sentence("grids.publish", _("{who} 发布了方案"))
sentence("grids.replace", _("{who} 发布了新方案，这一份到此为止"))
sentence("grids.discard", _("{who} 放弃了方案"))
sentence("grids.propose", _("{who} 算出了可以修补的地方"))
sentence("grids.repair", _("{who} 按建议修补了 {place}"))
sentence("grids.exempt", _("{who} 登记了一位免任的党员"))
sentence("grids.end_exemption", _("{who} 结束了一位党员的免任"))
