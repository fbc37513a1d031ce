"""`jingwei index-readings`: write the index of who read whom anew, from the trail."""

from django.utils.translation import gettext as _

from jingwei.gate.glass_log import rebuild


def run() -> int:
    print(_("阅知索引已按记录链重写，共 %(lines)s 条。") % {"lines": rebuild()})  # noqa: T201
    return 0
