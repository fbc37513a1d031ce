"""The check before closing, the answer, and the one question."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jingwei.cases import parties
from jingwei.cases.messages import tell
from jingwei.cases.models import Case, Rating, State
from jingwei.cases.moves import move, said
from jingwei.core import clock
from jingwei.gate import trail
from jingwei.gate.doors import change, create, one


def close_case(actor, pk, *, answer) -> Case:
    """Seen and found good, by the category's closing standard. The answer goes to all who reported it."""
    answer, note = said(answer, 500), {}
    with move("close", actor, pk, note=note) as case:
        case.answer, case.closed_at = answer, clock.now()
        note.update(standard=case.category.closing_standard_zh, standard_en=case.category.closing_standard_en)
        tell("closed", case, to=parties.audience_of(case), but=actor)
    return case


def send_back(actor, pk, *, reason) -> Case:
    """Seen and not yet good: the handler works on, in a new stretch of the same clock."""
    reason = said(reason)
    with move("send_back", actor, pk, reason=reason) as case:
        tell("sent_back", case, to=[case.handler_id], but=actor)
    return case


def rate_case(actor, pk, *, level) -> Rating:
    """The reporter's one tap, for this closing; tapping again changes it."""
    with transaction.atomic():
        case = one(actor, "cases.answer", Case, pk, lock=True)
        if case.state != State.CLOSED:
            raise ValidationError(_("办完以后再评价"))
        rating = Rating(case=case, closing=case.reopen_count, level=level)
        if earlier := Rating.objects.filter(case=case, closing=case.reopen_count).first():
            with change(actor, "cases.answer", Rating, earlier.pk, verb="cases.rate") as rating:
                rating.level = level
        else:
            create(actor, "cases.answer", rating, verb="cases.rate")
        trail.record(actor, "cases.rate", case, level=level)
    return rating
