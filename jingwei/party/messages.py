"""The sentences of the trail about branches and who belongs to which."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jingwei.gate import trail
from jingwei.gate.deeds import deeds

deeds(pgettext_lazy("rows", "党支部"), entered="party.found_branches")
deeds(pgettext_lazy("rows", "党小组"), entered="party.found_groups")
deeds(
    pgettext_lazy("rows", "党组织关系"),
    entered="affiliations.begin",
    corrected="affiliations.revise",
    ended="affiliations.end",
)
deeds(pgettext_lazy("rows", "培养联系人"), entered="affiliations.name_contacts", ended="affiliations.drop_contacts")
trail.sentence("gate.appoint_secretaries", _("{who} 任命了支部书记"))
