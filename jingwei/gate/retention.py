"""How long posts that ended, messages, old sign-ins and the trail's contents are kept."""

from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from jingwei.core import clock
from jingwei.core.models import OutboxMessage

from .models import Appointment, TrailEntry
from .periods import ago, keep
from .sealing import forgetting

keep(
    OutboxMessage,
    "D00",
    "core.messages",
    _("消息：半年"),
    due=lambda: OutboxMessage.objects.filter(
        state__in=[OutboxMessage.State.DONE, OutboxMessage.State.DEAD], created_at__lt=ago(days=180)
    ),
    stamp=("kind", "created_at"),
)
keep(
    Session,
    "D18",
    "core.sessions",
    _("登录状态：到期就删"),
    due=lambda: Session.objects.filter(expire_date__lt=clock.now()),
    stamp=("expire_date",),
)
keep(
    Appointment,
    "D04",
    "gate.posts",
    _("任职：结束后一年"),
    due=lambda: Appointment.objects.filter(end__lt=ago(years=1)),
    stamp=("person_id", "role", "start"),
)
keep(
    TrailEntry,
    "D17",
    "gate.trail",
    _("阅知记录与操作记录：三年，之后只留指纹和代号"),
    due=lambda: forgetting.remembered().filter(at__lt=ago(years=3)),
    stamp=("at", "verb"),
    erase=forgetting.forget_wholly,
    deletes=False,
)
