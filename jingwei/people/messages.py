"""The sentences of the trail about people."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jingwei.gate import trail
from jingwei.gate.deeds import deeds

deeds(pgettext_lazy("rows", "人员"), entered="people.enrol", corrected="people.revise")
deeds(pgettext_lazy("rows", "年级"), entered="people.cohort")
trail.sentence("people.retire", _("{who} 登记了离校"))
trail.sentence("account.revise", _("{who} 更新了自己的资料"))
