"""What the gate and the core hold on a person: posts, what they did, what they were told."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jingwei.core.models import InboxMessage, OutboxMessage
from jingwei.core.outbox import KINDS

from .holdings import SPAN, Computed, excepted, hold
from .models import Appointment, GlassLine, TrailEntry
from .trail import describe


def acts(person) -> QuerySet:
    return TrailEntry.objects.filter(actor=person).order_by("pk")


def told(message, person) -> str:
    """The sentence, and nobody else's name in it."""
    kind = KINDS.get(message.kind)
    return kind.sentence({**message.payload, "name": "…"}) if kind else message.kind


hold(
    Appointment,
    "D04",
    _("任职"),
    about=("person",),
    columns={
        "role": _("职务"),
        "title": _("称谓"),
        "unit_kind": _("管哪一级"),
        "unit_id": _("单位编号"),
        **SPAN,
    },
)
hold(
    TrailEntry,
    "D17",
    _("你做过的操作"),
    about=("actor",),
    rows=acts,
    columns={
        "at": _("时间"),
        "post": _("以什么职务"),
        "verb": _("操作代号"),
        "sentence": Computed(_("做了什么"), lambda entry, person: describe(entry, person.name)),
    },
    kept_back={
        "subject_type": _("指向别人的记录"),
        "subject_id": _("指向别人的记录"),
        "data": _("可能写着别人的资料"),
        "seq": _("记录链用的序号，不是资料"),
        **dict.fromkeys(("digest", "salt"), _("记录链用的指纹，不是资料")),
    },
)
hold(
    InboxMessage,
    "D00",
    _("收到的消息"),
    about=("person",),
    columns={
        "created_at": _("时间"),
        "kind": _("种类代号"),
        "payload": Computed(_("消息"), told),
        "read_at": _("读过的时间"),
    },
    kept_back={"outbox": _("发送用的编号，不是资料")},
)
hold(
    OutboxMessage,
    "D00",
    _("发给你的通知"),
    about=(),
    rows=lambda person: OutboxMessage.objects.filter(
        pk__in=InboxMessage.objects.filter(person=person).values("outbox")
    ).order_by("pk"),
    columns={"kind": _("种类代号"), "created_at": _("放进发送队列"), "done_at": _("发出")},
    kept_back={
        "recipients": _("收件人里有别人"),
        "payload": _("和收到的消息是同一句话"),
        "state": _("发送用的状态，不是资料"),
        "attempts": _("发送用的状态，不是资料"),
        "next_try_at": _("发送用的状态，不是资料"),
        "leased_until": _("发送用的状态，不是资料"),
        "last_error": _("发送用的状态，不是资料"),
    },
)
excepted(
    GlassLine, "person", "an index over the trail, whose entries the person is shown whole as who read what of them"
)
