"""The sentences of the trail about places and who lives where."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate import trail

trail.sentence("housing.open_campus", _("{who} 登记了校区"))
trail.sentence("housing.open_buildings", _("{who} 登记了新的楼栋"))
trail.sentence("housing.open_floors", _("{who} 登记了新的楼层"))
trail.sentence("housing.open_rooms", _("{who} 登记了新的房间"))
trail.sentence("stays.begin", _("{who} 登记了入住"))
trail.sentence("stays.end", _("{who} 登记了搬离"))
