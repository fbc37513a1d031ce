"""The handler's own steps."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.cases import parties
from jingwei.cases.messages import tell
from jingwei.cases.models import Case, Photo
from jingwei.cases.moves import move, said
from jingwei.core import clock

from .checking import choose_checker


def schedule_case(actor, pk, *, when) -> Case:
    """Make an appointment; its date is shown to the reporter, the clock runs on."""
    if when <= clock.now():
        raise ValidationError(_("请约一个以后的时间"))
    with move("schedule", actor, pk, when=when.isoformat()) as case:
        case.scheduled_for = when
        tell("scheduled", case, to=parties.audience_of(case), but=actor)
    return case


def begin_work(actor, pk) -> Case:
    """The appointed work begins."""
    with move("begin", actor, pk) as case:
        case.scheduled_for = None
    return case


def resume_work(actor, pk) -> Case:
    """Go on before the pause is over."""
    with move("resume", actor, pk) as case:
        case.paused_until = None
        tell("resumed", case, to=parties.audience_of(case), but=actor)
    return case


def begin_rework(actor, pk) -> Case:
    with move("rework", actor, pk) as case:
        case.checker = case.claimed_at = None
    return case


def claim_done(actor, pk, *, outcome) -> Case:
    """Say what was done. The clock stops, and a third person is asked to look before the case is closed."""
    outcome, note = said(outcome, 500), {}
    with move("claim", actor, pk, note=note, outcome=outcome) as case:
        if case.category.needs_photo and not case.photos.filter(stage=Photo.Stage.AFTER).exists():
            raise ValidationError(_("这一类办结要附一张处理后的照片"), code="photo_wanted")
        chosen = choose_checker(case)
        case.outcome, case.claimed_at, case.scheduled_for = outcome, clock.now(), None
        case.checker = chosen.person
        note.update(checker=str(chosen.person), because=chosen.because)
        tell("own_claimed" if case.personal else "claimed", case, to=[case.checker_id], but=actor)
    return case
