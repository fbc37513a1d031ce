"""The sentences of the trail about people."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate import trail

trail.sentence("people.enrol", _("{who} 登记了新的人员"))
trail.sentence("people.revise", _("{who} 按名册更正了人员信息"))
trail.sentence("people.retire", _("{who} 登记了离校"))
trail.sentence("people.invite", _("{who} 发放了登录码"))
trail.sentence("account.enter", _("{who} 第一次登录，设了密码"))
trail.sentence("account.password", _("{who} 换了密码"))
trail.sentence("account.revise", _("{who} 更新了自己的资料"))
