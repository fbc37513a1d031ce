"""`jingwei reseal`: seal the secrets of second factors under the present key, so that the one before can go."""

import sys

from django.utils.translation import gettext as _

from jingwei.core.sealed import Unopened
from jingwei.sign_in.resealing import reseal


def run() -> int:
    try:
        done = reseal()
    except Unopened:
        print(_("有的密文用现有的密钥打不开，什么都没有改。请把原来的密钥写在新密钥后面再试。"), file=sys.stderr)  # noqa: T201
        return 2
    print(_("已用现在的密钥重新加密 %(count)s 条。旧密钥可以拿掉了。") % {"count": done})  # noqa: T201
    return 0
