"""The page of a new plan: presets to begin from, a table of what each would give, and what fewer gaps would cost."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from jingwei.housing.queries import occupied_rooms

from .curve_chart import Chart
from .models import Calculation
from .outlook import Counts, Outlook, outlooks
from .planning import college
from .trials import Trial, trial_of
from .wishes import PRESETS, USUAL, Wishes, name_of

Kind = Calculation.Kind
MOST_AT_ONCE = 2500  # rooms; where there are more, the worker tries the wishes out
PARTS = ("outlook", "curve")


def context(wishes: Wishes, *, only: str = "") -> dict:
    """The page, or one of its PARTS alone. Raises ValidationError where there is nothing to plan."""
    rooms = occupied_rooms().count()
    if not rooms:
        raise ValidationError(_("还没有人入住，先导入名册"))
    here = address(wishes)
    shown = {
        "wishes": wishes,
        "name": name_of(wishes),
        "here": here,
        "presets": [
            {"url": address(preset.wishes), "label": preset.label, "active": preset.wishes == wishes}
            for preset in PRESETS
        ],
    }
    if only != "curve":
        trial = trial_of(Kind.OUTLOOK, wishes) if rooms > MOST_AT_ONCE else None
        shown |= {"trial": trial, "outlooks": _tried(trial) if trial else outlooks(college(), wishes)}
    if only != "outlook":
        curve = trial_of(Kind.CURVE, wishes)
        shown |= {"curve": curve, "chart": _chart(curve, wishes)}
    return shown


def address(wishes: Wishes) -> str:
    """In the order of the sliders: a database keeps none."""
    ordered = {name: wishes[name] for name in USUAL if name in wishes}
    return f"{reverse('grids:plan-wishes')}?{urlencode(ordered)}"


def _tried(trial: Trial) -> list[Outlook]:
    rows = trial.done.result["rows"] if trial.done else []
    return [Outlook(Counts(**row["counts"]), row["wishes"]) for row in rows]


def _chart(curve: Trial, wishes: Wishes) -> Chart | None:
    if curve.done is None:
        return None
    return Chart.of(curve.done.result["points"], wishes, address)
