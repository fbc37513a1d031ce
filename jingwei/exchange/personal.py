"""What imports hold on a person: the runs they brought, and the lines of a preview that are about them."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.holdings import hold

from .models import ImportLine, ImportRun

hold(
    ImportRun,
    "D02",
    _("你带来的名单"),
    about=("by",),
    columns={
        "state": _("状态"),
        "created_at": _("时间"),
        "confirmed_at": _("确认时间"),
        "undone_at": _("撤销时间"),
        "term": _("学期"),
        "partial": _("补充名单"),
    },
    kept_back={
        **dict.fromkeys(("files", "counts", "fingerprint", "problems"), _("名单的摘要，里面是别人")),
        **dict.fromkeys(("forgotten", "asked_at"), _("办理流程用的，不是资料")),
    },
)
hold(
    ImportLine,
    "D02",
    _("导入名单时改动的你"),
    about=("person",),
    columns={
        "run__created_at": _("时间"),
        "kind": _("变动"),
        "noun": _("表"),
        "label": _("哪一行"),
        "changes": _("改了什么"),
    },
)
