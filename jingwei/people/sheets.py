"""The columns about a person that several workbooks share, and what no workbook of Jingwei may bring in."""

from django.utils.translation import gettext_lazy as _

from jingwei.core.spreadsheet.table import Column

NUMBER = Column("number", "学号", ("学号/工号", "工号", "学工号", "学生学号", "职工号"), max_length=20)
NAME = Column("name", "姓名", ("学生姓名", "名字"), max_length=40)
GENDER = Column("gender", "性别", max_length=6, choices=("男", "女"))
MAJOR = Column("major", "专业", ("专业名称",), required=False, max_length=60)
CLASS_NAME = Column("class_name", "班级", ("班级名称", "行政班"), required=False, max_length=40)
GRADE = Column("grade", "年级", ("入学年级",), required=False, max_length=10)
PHONE = Column("phone", "联系电话", ("手机", "手机号", "手机号码", "电话", "联系方式"), required=False, max_length=20)

GENDERS = {"男": "male", "女": "female", "男性": "male", "女性": "female", "男生": "male", "女生": "female"}

_SENSITIVE = _("个人信息保护法第二十八条的敏感信息，办这些事用不着，不读取")
_NEEDLESS = _("办这些事用不着，按最少够用的原则不读取")
LEFT_OUT = {
    "身份证号": _SENSITIVE,
    "身份证": _SENSITIVE,
    "证件号": _SENSITIVE,
    "民族": _SENSITIVE,
    "宗教": _SENSITIVE,
    "出生日期": _NEEDLESS,
    "出生年月": _NEEDLESS,
    "籍贯": _NEEDLESS,
    "家庭": _NEEDLESS,
    "家长": _NEEDLESS,
    "住址": _NEEDLESS,
    "银行卡": _SENSITIVE,
    "照片": _NEEDLESS,
}
