"""Not good after all: asked for by the reporter, judged by the secretary."""

from django.db import transaction

from jingwei.cases import parties
from jingwei.cases.messages import tell
from jingwei.cases.models import Case
from jingwei.cases.moves import ROUTER, move, said


def want_reopen(actor, pk, *, reason) -> Case:
    """Within fourteen days of closing. A personal need goes straight back to its desk: nobody else is to judge it."""
    reason = said(reason)
    with transaction.atomic():
        with move("want_reopen", actor, pk, reason=reason) as case:
            if not case.personal:
                tell("reopen_wanted", case, to=parties.judges_of(case), but=actor)
        return grant_reopen(ROUTER, pk) if case.personal else case


def grant_reopen(actor, pk) -> Case:
    """A new clock begins; the old one stays on record."""
    with move("grant_reopen", actor, pk) as case:
        case.closed_at = case.claimed_at = case.checker = None
        case.reopen_count += 1
        tell("reopened", case, to=[case.handler_id, *parties.audience_of(case)], but=actor)
    return case


def refuse_reopen(actor, pk, *, reason) -> Case:
    reason = said(reason)
    with move("refuse_reopen", actor, pk, reason=reason) as case:
        case.closing_reason = reason
        tell("reopen_refused", case, to=[case.reporter_id], but=actor)
    return case


def restore_case(actor, pk, *, reason) -> Case:
    """Take back a merging or voiding: it stands as reported once more, its time counted anew."""
    reason = said(reason)
    with move("restore", actor, pk, reason=reason) as case:
        case.merged_into = case.filed_at = case.limit_amount = None
        case.handler = case.handler_desk = case.handler_building = case.checker = None
        case.closing_reason = case.limit_clock = ""
        tell("restored", case, to=[*parties.stewards(case), *parties.audience_of(case)], but=actor)
    return case
