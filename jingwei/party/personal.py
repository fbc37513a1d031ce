"""Where somebody belongs, and how far they have come."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.holdings import SPAN, hold

from .models import Affiliation

hold(
    Affiliation,
    "D13",
    _("组织关系"),
    about=("person",),
    columns={
        "branch": _("党支部"),
        "group": _("党小组"),
        "standing": _("类别"),
        "applied_on": _("递交入党申请书时间"),
        "activist_on": _("确定为积极分子时间"),
        "joined_on": _("入党时间"),
        "full_on": _("转正时间"),
        "duty": _("党内职务"),
        "contacts": _("培养联系人"),
        **SPAN,
    },
)
hold(
    Affiliation,
    "D13",
    _("你担任培养联系人"),
    about=("contacts",),
    columns={"branch": _("党支部"), **SPAN},
    kept_back=dict.fromkeys(
        ("person", "group", "standing", "applied_on", "activist_on", "joined_on", "full_on", "duty"),
        _("是对方的资料"),
    ),
)
