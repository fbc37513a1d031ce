"""The sentences of the trail about places and who lives where."""

from django.utils.translation import pgettext_lazy

from jingwei.gate.deeds import deeds

deeds(pgettext_lazy("rows", "校区"), entered="housing.open_campus")
deeds(pgettext_lazy("rows", "楼栋"), entered="housing.open_buildings")
deeds(pgettext_lazy("rows", "楼层"), entered="housing.open_floors")
deeds(pgettext_lazy("rows", "房间"), entered="housing.open_rooms")
deeds(pgettext_lazy("rows", "住宿"), entered="stays.begin", ended="stays.end")
