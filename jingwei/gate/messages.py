"""What the gate tells: the head of the chain, which is about nobody and so may stand in the mail itself."""

from django.utils.translation import gettext_lazy as _

from jingwei.core.outbox import message_kind

message_kind("trail.head", _("{day} 的记录链头，请留存：{line}"), "people:inbox", in_mail=True)
