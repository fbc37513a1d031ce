"""Correction and objection: asked, answered, taken back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jingwei.cases.models import Desk
from jingwei.cases.parties import committee, members_of
from jingwei.core import clock
from jingwei.core.outbox import post
from jingwei.gate.doors import create
from jingwei.gate.flow import Flow
from jingwei.gate.posts import holders
from jingwei.gate.roles import Role, UnitKind
from jingwei.people.actions import revise_people
from jingwei.people.sheets import GENDERS
from jingwei.privacy.flow import CORRECTION, OBJECTION
from jingwei.privacy.models import Correction, Objection, SubjectRequest
from jingwei.terms import worktime
from jingwei.terms.queries import office_calendar

WORK_DAYS = 15
REMINDERS = (10, 13)  # working days after which an open one is brought to mind
BY_HAND = {Correction.Field.ROOM}  # a bed is given with the housing list
FLOWS: dict[type[SubjectRequest], Flow] = {Correction: CORRECTION, Objection: OBJECTION}


def answer_by(asked: datetime) -> datetime:
    """The end of the fifteenth working day."""
    return worktime.add(asked, WORK_DAYS, worktime.Clock.WORK_DAY, office_calendar()).at


def reminder_at(asked: datetime, number: int) -> datetime | None:
    """When the reminder of that number (from 0) is due; None where there is none."""
    if number >= len(REMINDERS):
        return None
    return worktime.add(asked, REMINDERS[number], worktime.Clock.WORK_DAY, office_calendar()).at


def ask_correction(actor, *, field: str, right: str, why: str) -> Correction:
    """Raises ValidationError where the same column is being asked for already, or the value does not fit it."""
    now, right = clock.now(), right.strip()
    if field == Correction.Field.GENDER and right not in GENDERS:
        raise ValidationError({"right": _("请写男或女")})
    row = Correction(subject=actor, field=field, right=right, why=why, **_clock_from(now))
    try:
        with transaction.atomic():
            create(actor, "corrections.ask", row, verb="privacy.ask_correction", field=field)
            post("privacy.correction_asked", to=answerers(Correction), request=row.pk)
    except IntegrityError:
        raise ValidationError({"field": _("这一项已经有一份申请在等答复")}) from None
    return row


def ask_objection(actor, *, wish: str, data_class: str, why: str) -> Objection:
    row = Objection(subject=actor, wish=wish, data_class=data_class, why=why, **_clock_from(clock.now()))
    with transaction.atomic():
        create(actor, "objections.ask", row, verb="privacy.ask_objection", wish=wish)
        post("privacy.objection_asked", to=answerers(Objection), request=row.pk)
    return row


def decide(actor, model: type[SubjectRequest], pk: int, *, verdict: str, answer: str) -> SubjectRequest:
    """`verdict` is the step: accept, answer or refuse. What is accepted of the roster is put right at once."""
    if not answer.strip():
        raise ValidationError({"answer": _("请写一句答复，本人会看到")})
    with FLOWS[model].step(verdict, actor, pk) as row:
        row.decided_by_id, row.decided_at, row.answer = actor.pk, clock.now(), answer.strip()
        if verdict == "accept" and isinstance(row, Correction) and row.field not in BY_HAND:
            value = GENDERS[row.right] if row.field == Correction.Field.GENDER else row.right
            revise_people(actor, {row.subject_id: {row.field: value}}, correction=row.pk)
        post(f"privacy.{model._meta.model_name}_decided", to=[row.subject_id], request=row.pk)
    return row


def withdraw(actor, model: type[SubjectRequest], pk: int) -> SubjectRequest:
    with FLOWS[model].step("withdraw", actor, pk) as row:
        pass
    return row


def answerers(model: type[SubjectRequest]) -> list[int]:
    """Who has to answer: of corrections those who keep the roster, of objections the auditors."""
    return [*committee(), *_student_affairs()] if model is Correction else auditors()


def auditors() -> list[int]:
    return sorted(holders(Role.AUDITOR, UnitKind.COLLEGE, [0]))


def _clock_from(asked: datetime) -> dict:
    return {"asked_at": asked, "due_at": answer_by(asked), "next_reminder_at": reminder_at(asked, 0)}


def _student_affairs() -> list[int]:
    desks = Desk.objects.filter(kind=Desk.Kind.STUDENT_AFFAIRS)
    return [person for desk in desks for person in members_of(desk)]
