"""The workbooks of the Party organisation: members, activists, applicants, branches."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from jingwei.core.spreadsheet.table import Column, Sheet
from jingwei.people.sheets import GENDER, LEFT_OUT, NAME, NUMBER

BRANCH = Column("branch", "所属党支部", ("所在党支部", "所属支部", "所在支部", "党支部"), max_length=60)
GROUP = Column("group", "党小组", ("所属党小组", "所在党小组"), required=False, max_length=40)
STANDING = Column("standing", "党员类别", ("人员类别", "政治面貌"), max_length=12, choices=("正式党员", "预备党员"))
JOINED_ON = Column("joined_on", "入党时间", ("加入党组织时间", "入党日期"), required=False, max_length=30)
FULL_ON = Column("full_on", "转正时间", ("转正日期", "转为正式党员时间"), required=False, max_length=30)
DUTY = Column("duty", "党内职务", ("职务",), required=False, max_length=20)
APPLIED_ON = Column(
    "applied_on", "递交入党申请书时间", ("申请入党时间", "递交申请书时间", "申请时间"), required=False, max_length=30
)
ACTIVIST_ON = Column(
    "activist_on", "确定为积极分子时间", ("确定为入党积极分子时间", "列为积极分子时间", "积极分子时间"), max_length=30
)
CONTACTS = Column("contacts", "培养联系人", ("联系人",), required=False, max_length=80)
BRANCH_NAME = Column("branch_name", "党支部名称", ("支部名称",), max_length=60)
KIND = Column("kind", "类别", ("支部类别", "支部类型"), max_length=10, choices=("学生", "教工"))
SECRETARY = Column("secretary", "支部书记", ("书记", "书记姓名"), required=False, max_length=40)
SECRETARY_NUMBER = Column(
    "secretary_number", "书记学号/工号", ("书记学号", "书记工号", "支部书记学号"), required=False, max_length=20
)

MEMBERS = Sheet(
    "members",
    (NAME, NUMBER, GENDER, BRANCH, GROUP, STANDING, JOINED_ON, FULL_ON, DUTY),
    left_out=LEFT_OUT,
    title=_("党员名册"),
)
ACTIVISTS = Sheet(
    "activists",
    (NAME, NUMBER, BRANCH, APPLIED_ON, ACTIVIST_ON, CONTACTS),
    left_out=LEFT_OUT,
    title=_("入党积极分子名册"),
)
APPLICANTS = Sheet(
    "applicants",
    (NAME, NUMBER, BRANCH, replace(APPLIED_ON, required=True)),
    left_out=LEFT_OUT,
    title=_("入党申请人名册"),
)
BRANCHES = Sheet("branches", (BRANCH_NAME, KIND, SECRETARY, SECRETARY_NUMBER), left_out=LEFT_OUT, title=_("党支部一览"))
