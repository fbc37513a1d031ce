"""What the roster and the account hold on a person."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.holdings import hold

from .models import Person

hold(
    Person,
    "D02",
    _("名册与账号"),
    about=("pk",),
    columns={
        "number": _("学号或工号"),
        "name": _("姓名"),
        "gender": _("性别"),
        "kind": _("身份"),
        "major": _("专业"),
        "class_name": _("班级"),
        "grade": _("年级"),
        "language": _("语言"),
        "is_active": _("账号可用"),
        "left_at": _("离校时间"),
        "last_login": _("上次登录"),
    },
    kept_back={
        "password": _("只存不能还原的指纹"),
        "name_pinyin": _("由姓名算出，用来排序和查找"),
        "phone": _("在「电话与邮箱」里"),
        "email": _("在「电话与邮箱」里"),
    },
)
hold(
    Person,
    "D03",
    _("电话与邮箱"),
    about=("pk",),
    columns={"phone": _("联系电话"), "email": _("邮箱")},
    kept_back={"number": _("在「名册与账号」里")},
)
