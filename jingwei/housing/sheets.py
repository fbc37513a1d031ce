"""The workbook of who sleeps where."""

from django.utils.translation import gettext_lazy as _

from jingwei.core.spreadsheet.table import Column, Sheet
from jingwei.people.sheets import CLASS_NAME, GENDER, GRADE, LEFT_OUT, MAJOR, NAME, NUMBER, PHONE

BUILDING = Column("building", "楼栋", ("楼号", "宿舍楼", "公寓楼", "楼"), max_length=20)
CAMPUS = Column("campus", "校区", ("所在校区", "校区名称"), required=False, max_length=20)
ROOM = Column("room", "房间号", ("房间", "寝室", "寝室号", "宿舍号", "室号"), max_length=12)
BED = Column("bed", "床位号", ("床位", "床号"), required=False, max_length=8)

HOUSING = Sheet(
    "housing",
    (NUMBER, NAME, GENDER, MAJOR, CLASS_NAME, GRADE, CAMPUS, BUILDING, ROOM, BED, PHONE),
    left_out=LEFT_OUT,
    title=_("住宿名单"),
)
