"""The sentences of the trail about people."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate import trail

trail.sentence("people.enrol", _("{who} 登记了新的人员"))
trail.sentence("people.revise", _("{who} 按名册更正了人员信息"))
trail.sentence("people.retire", _("{who} 登记了离校"))
