"""The sentences of the trail about branches and who belongs to which."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate import trail

trail.sentence("party.found_branches", _("{who} 登记了新的党支部"))
trail.sentence("party.found_groups", _("{who} 登记了新的党小组"))
trail.sentence("affiliations.begin", _("{who} 登记了党组织关系"))
trail.sentence("affiliations.revise", _("{who} 更正了党组织关系"))
trail.sentence("affiliations.end", _("{who} 结束了党组织关系"))
trail.sentence("affiliations.name_contacts", _("{who} 登记了培养联系人"))
trail.sentence("affiliations.drop_contacts", _("{who} 取消了培养联系人"))
trail.sentence("gate.appoint_secretaries", _("{who} 任命了支部书记"))
