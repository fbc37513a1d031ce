"""One step of a case: the gate's step, and with it the clocks, the dates and the promise."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.core import clock
from jingwei.gate.posts import System

from . import clocks
from .flow import CASE
from .models import Case, PauseRequest

CLOCK = System("clock")  # who acts when a date has come
ROUTER = System("router")  # who acts when a rule of the catalogue decides by itself
LAPSING = {"claim", "pass_on", "hand_over"}  # after these nobody waits for more time or a pause


@contextmanager
def move(step: str, actor, pk, note: dict | None = None, **data) -> Iterator[Case]:
    """Take the step; the block sets what belongs to it. Raises Denied or WrongState like the flow itself."""
    with CASE.step(step, actor, pk, note=note, **data) as case:
        yield case
        target = CASE.steps[step].target
        case.state = target(case) if callable(target) else target
        case.state_since = clock.now()
        clocks.turn(case, step)
        keep_promise(case)
        if step in LAPSING:
            _lapse_requests(case)


def keep_promise(case: Case) -> None:
    """The reporter is never shown a date earlier than the one that now follows from the clock."""
    if case.due_at and (case.promised_at is None or case.due_at > case.promised_at):
        case.promised_at = case.due_at


def _lapse_requests(case: Case) -> None:
    for requests in (case.pauserequests, case.extensions):
        requests.filter(state__in=PauseRequest.PENDING).update(state=PauseRequest.State.LAPSED)


def said(text: str, longest: int = 300) -> str:
    """What somebody wrote, without stray blanks. Raises ValidationError where it is empty or too long."""
    text = " ".join(text.split())
    if not text:
        raise ValidationError(_("请写一句"), code="required")
    if len(text) > longest:
        raise ValidationError(_("最多 %(longest)s 个字"), code="max_length", params={"longest": longest})
    return text
