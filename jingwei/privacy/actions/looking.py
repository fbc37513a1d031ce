"""Looking where one usually may not: break-glass for the wardens, inquiries for the auditor."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jingwei.cases.models import Case
from jingwei.core import clock
from jingwei.core.models import OutboxMessage
from jingwei.core.outbox import post
from jingwei.gate import trail
from jingwei.gate.doors import Denied, change, create, one, visible
from jingwei.gate.glass import GLASS, Glass, barred
from jingwei.gate.models import TrailEntry
from jingwei.gate.policy import capability
from jingwei.gate.posts import roles_of
from jingwei.people.models import Person
from jingwei.privacy.models import BreakGlass, Inquiry, NoticeDelay
from jingwei.privacy.models.looking import MOST_HOURS, MOST_MINUTES

from .requests import auditors

INQUIRY_LASTS = timedelta(days=3)
QUERIES_A_DAY = 60


class OverBudget(Exception):
    """The auditor has looked at as much as one day allows."""


def break_glass(
    actor, *, subject: int, code: str = "D03", purpose: str, reason: str, minutes: int = MOST_MINUTES
) -> BreakGlass:
    """Open one person's data of one class for an hour at most. Subject, auditors and team are told in the same breath.

    Whoever has it open already gets the open record. Raises Denied, or ValidationError where the reason is too short.
    """
    glass = GLASS.get(code)
    if glass is None or barred(actor):
        raise Denied
    if purpose not in glass.purposes:
        raise ValidationError({"purpose": _("请选一个用途")})
    with transaction.atomic():
        person = one(actor, glass.on, Person, subject, lock=True)
        if open_already := BreakGlass.objects.live().filter(opened_by=actor, subject=person, data_class=code).first():
            return open_already
        now = clock.now()
        delay = NoticeDelay.objects.live(now).filter(subject=person).order_by("-end").first()
        row = BreakGlass(
            data_class=code,
            subject=person,
            opened_by=actor,
            post=_post(actor, glass),
            purpose=purpose,
            reason=reason.strip(),
            minutes=minutes,
            start=now,
            end=now + timedelta(minutes=minutes),
            told_from=delay.end if delay else now,
        )
        create(actor, glass.use, row, verb="privacy.break_glass", of=code)
        _tell(row, glass)
    return row


def opened(actor, pk: int) -> tuple[BreakGlass, Person]:
    """The record and the person behind the broken glass, as long as it is open and the post still reaches them."""
    if barred(actor):
        raise Denied
    for code, glass in GLASS.items():
        if row := visible(actor, glass.use, BreakGlass).filter(pk=pk, data_class=code).first():
            return row, one(actor, glass.on, Person, row.subject_id)
    raise Denied


def delay_notice(actor, *, subject: int, reason: str, hours: int) -> NoticeDelay:
    """Decide beforehand that for somebody's safety break-glass on them is told to them later; the auditor alone may."""
    if not 0 < hours <= MOST_HOURS:
        raise ValidationError({"hours": _("最多 %(most)s 小时") % {"most": MOST_HOURS}})
    now = clock.now()
    row = NoticeDelay(
        subject_id=subject,
        decided_by=actor,
        reason=reason.strip(),
        hours=hours,
        start=now,
        end=now + timedelta(hours=hours),
    )
    return create(actor, "notices.delay", row, verb="privacy.delay_notice", hours=hours)


def open_inquiry(actor, *, reason: str, person: Person | None = None, case: Case | None = None) -> Inquiry:
    """About one person, or about one case and nothing else of whoever reported it. The person is told."""
    if (person is None) == (case is None):
        raise ValidationError(_("写一个学号或工号，或者写一个案卷号"))
    now = clock.now()
    subject = person or case.reporter
    row = Inquiry(
        subject=subject, case=case, opened_by=actor, reason=reason.strip(), start=now, end=now + INQUIRY_LASTS
    )
    with transaction.atomic():
        spend(actor, "inquiry")
        create(actor, "inquiries.open", row, verb="privacy.open_inquiry")
        post("privacy.inquiry", to=[subject])
    return row


def close_inquiry(actor, pk: int) -> Inquiry:
    with change(actor, "inquiries.use", Inquiry, pk, verb="privacy.close_inquiry") as row:
        row.end = clock.now()
    return row


def spend(actor, what: str) -> None:
    """One look at the trail's figures, of those that a day allows; it leaves its own line."""
    if spent_today(actor) >= QUERIES_A_DAY:
        raise OverBudget
    trail.record(actor, "privacy.query", actor, of=what)


def within_budget(actor) -> None:
    """For looks that leave a line of their own."""
    if spent_today(actor) >= QUERIES_A_DAY:
        raise OverBudget


def spent_today(actor) -> int:
    since = clock.now() - timedelta(days=1)
    return TrailEntry.objects.filter(actor_id=actor.pk, verb__in=["privacy.query", "read"], at__gt=since).count()


def _post(actor, glass: Glass) -> str:
    """The post that lets them."""
    return next(role for role in roles_of(actor) if capability(glass.on).scopes(role))


def _tell(row: BreakGlass, glass: Glass) -> None:
    told = post("privacy.glass_subject", to=[row.subject_id], record=row.pk)
    if row.told_from > row.start:
        OutboxMessage.objects.filter(pk=told.pk).update(next_try_at=row.told_from)
    watchers = {*auditors(), *glass.team(row.opened_by, row.subject)} - {row.subject_id, row.opened_by_id}
    row.watchers.set(watchers)
    post("privacy.glass_watch", to=watchers, record=row.pk, name=row.opened_by.name)
