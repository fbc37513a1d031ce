"""Where somebody lives and lived."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.holdings import SPAN, hold

from .models import Stay

hold(
    Stay,
    "D02",
    _("住宿"),
    about=("person",),
    columns={
        "room__floor__building__name": _("楼栋"),
        "room__number": _("房间"),
        "bed": _("床位"),
        **SPAN,
    },
)
