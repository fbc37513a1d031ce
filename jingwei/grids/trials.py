"""What the worker has tried out: the newest numbers for some wishes, and how far it is with them."""

from dataclasses import dataclass

from .models import Calculation
from .queries import current_trials
from .wishes import USUAL, WISHES, Wishes

Kind = Calculation.Kind
TRIALS = (Kind.OUTLOOK, Kind.CURVE)
TOGETHER = next(wish for wish in WISHES if wish.code == "together")
CURVE_STEPS = (0, 2, 3, 4, 5)  # of TOGETHER: by weight nothing, 40, 200, 1000 and 4000


@dataclass(frozen=True)
class Trial:
    """One kind of trial, for some wishes."""

    kind: str
    under_way: Calculation | None
    done: Calculation | None
    failed: Calculation | None  # the last one, if it failed


def trial_wishes(kind: str, wishes: Wishes) -> Wishes:
    """What a trial is kept by: the curve goes through all steps of one wish, so where that stands is nothing to it."""
    named = {**USUAL, **wishes}
    return {**named, TOGETHER.code: TOGETHER.usual} if kind == Kind.CURVE else named


def trial_of(kind: str, wishes: Wishes) -> Trial:
    wanted = trial_wishes(kind, wishes)
    found = [row for row in current_trials(kind) if row.wishes == wanted]
    last = found[0] if found else None
    return Trial(
        kind=kind,
        under_way=last if last and last.is_unfinished else None,
        done=next((row for row in found if row.state == Calculation.State.DONE), None),
        failed=last if last and last.state == Calculation.State.FAILED else None,
    )
