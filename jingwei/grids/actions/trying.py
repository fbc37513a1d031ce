"""What wishes would give, worked out to be looked at: nothing but numbers comes of it."""

from dataclasses import asdict, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jingwei.grids.models import Calculation
from jingwei.grids.outlook import outlooks
from jingwei.grids.planning import College, college
from jingwei.grids.trials import CURVE_STEPS, TOGETHER
from jingwei.grids.wishes import Wishes, weights_of

from .working import Progress

Stage = Calculation.Stage


def try_out(kind: str, wishes: Wishes, progress: Progress) -> dict:
    """Raises ValidationError where there is nothing to plan. Seconds to minutes may pass; nothing is locked meanwhile."""
    progress(Stage.READING, 0)
    known = college()
    if not known.rooms:
        raise ValidationError(_("还没有人入住，先导入名册"))
    if kind == Calculation.Kind.CURVE:
        return {"points": _curve(known, wishes, progress)}
    rows = outlooks(known, wishes, progress=lambda share: progress(Stage.COMPARING, int(100 * share)))
    return {"rows": [{"wishes": row.wishes, "counts": asdict(row.counts)} for row in rows]}


def _curve(known: College, wishes: Wishes, progress: Progress) -> list[dict]:
    """A point for each step of the wish, by the others as they are."""
    from planner.curve import curve  # here, so that only who plans loads the solver

    step_of = {TOGETHER.steps[step]: step for step in CURVE_STEPS}
    points = curve(
        replace(known.problem, weights=weights_of(wishes)),
        sorted(step_of),
        progress=lambda share: progress(Stage.COMPARING, int(100 * share)),
    )
    return [{"step": step_of[point.weight], "fragments": point.fragments, "terms": point.terms} for point in points]
