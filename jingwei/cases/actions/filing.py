"""Before a case is a case: verified in the field, asked about, filed, merged or voided."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jingwei.cases import parties
from jingwei.cases.flow import INFO_WITHIN
from jingwei.cases.messages import tell
from jingwei.cases.models import Case, Handler, State, Supporter
from jingwei.cases.moves import CLOCK, ROUTER, move, said
from jingwei.core import clock
from jingwei.gate.doors import one, visible

from . import emergency


def ask_verification(actor, pk, *, note="") -> Case:
    """Have the lead of the room (or its keeper) look before filing."""
    with move("verify", actor, pk, about=note[:300]) as case:
        tell("verify", case, to=parties.acting_in(State.VERIFYING, case), but=actor)
    return case


def confirm_case(actor, pk, *, note="") -> Case:
    """Seen in the field: it is so. The case is filed under its standard and waits to be dispatched."""
    with move("confirm", actor, pk, about=note[:300]) as case:
        _file(case)
        tell("confirmed", case, to=parties.stewards(case), but=actor)
        tell("filed", case, to=[case.reporter_id])
    return case


def refute_case(actor, pk, *, reason) -> Case:
    """Seen in the field: it is not so. The reporter gets the reason."""
    reason = said(reason)
    with move("refute", actor, pk, reason=reason) as case:
        case.closing_reason = reason
        tell("voided", case, to=parties.audience_of(case))
    return case


def ask_info(actor, pk, *, question) -> Case:
    """Ask the reporter for what is missing; after five days without an answer the case goes on."""
    question = said(question)
    with move("ask_info", actor, pk, question=question) as case:
        case.question, case.back_to = question, case.state
        tell("info_wanted", case, to=[case.reporter_id])
    return case


def file_case(actor, pk, *, category=None) -> Case:
    """Make it a case under the (possibly corrected) category's filing standard; its time begins to run."""
    with transaction.atomic():
        with move("file", actor, pk) as case:
            if category and category != case.category:
                _correct(case, category)
            _file(case)
            tell("filed", case, to=[case.reporter_id], but=actor)
        if case.urgent:
            emergency.raise_alarm(case)
    return Case.objects.get(pk=case.pk)


def merge_case(actor, pk, *, into, reason) -> Case:
    """Join it to an open case about the same thing. Its reporter follows that one from now on."""
    reason = said(reason)
    target = one(actor, "cases.read", Case, into)
    if target.pk == int(pk) or not target.is_open or target.personal:
        raise ValidationError(_("请选另一件还没办完的案卷"))
    with move("merge", actor, pk, reason=reason, into=target.number) as case:
        case.merged_into, case.closing_reason = target, reason
        joined = [person for person in parties.audience_of(case) if person != target.reporter_id]
        Supporter.objects.bulk_create(
            [Supporter(case=target, person_id=person) for person in joined], ignore_conflicts=True
        )
        tell("merged", case, to=parties.audience_of(case))
    return case


def void_case(actor, pk, *, reason) -> Case:
    """It is not for us, or it is not so. Whoever reported it gets the reason."""
    reason = said(reason)
    with move("void", actor, pk, reason=reason) as case:
        case.closing_reason = reason
        tell("voided", case, to=parties.audience_of(case), but=actor)
    return case


def end_waiting_for_info() -> int:
    """By the clock: what has waited five days for information goes on without. Returns how many."""
    late = visible(CLOCK, "cases.clock", Case).filter(
        state=State.INFO_WANTED, state_since__lte=clock.now() - INFO_WITHIN
    )
    ids = list(late.values_list("pk", flat=True))
    for pk in ids:
        with move("info_late", CLOCK, pk) as case:
            tell("info_late", case, to=parties.stewards(case))
    return len(ids)


def file_at_once(case: Case) -> None:
    """An emergency and a personal need do not wait for anyone to file them."""
    with move("file", ROUTER, case.pk) as filed:
        _file(filed)


def _file(case: Case) -> None:
    case.filed_at = clock.now()
    case.limit_amount, case.limit_clock = case.category.limit_amount, case.category.limit_clock


def _correct(case: Case, category) -> None:
    if category.personal or category.route == Handler.ELSEWHERE or not category.active:
        raise ValidationError(_("不能改成这一类"))
    case.category, case.urgent, case.answers = category, category.urgent, {}
