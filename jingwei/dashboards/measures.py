"""What the cloth can be looked at for, and how deep each tint is: fixed steps, so that a tint means the same every day.

A measure's `scale` is what the legend says of the tints. Steps of cases are 0, 1, 2, 3, 4 and «5 or more»; coverage has
bands on the loom, where a crossing holds many rooms, and says who is missing on the façade, where a window is one room.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

MOST = 5  # the deepest tint
WHOLE = 1  # the calm tint of what is covered, so that a hole stands out
BANDS = ((1.0, WHOLE, "100%"), (0.8, 2, "≥ 80%"), (0.5, 3, "≥ 50%"))  # share from which on, tint, label
SOME, NONE = 4, MOST
HALF_KEPT = 3  # a room with a keeper or a lead, but not both

Scale = list[dict]


@dataclass(frozen=True)
class Measure:
    code: str
    label: str
    tone: str

    @property
    def is_coverage(self) -> bool:
        return self.code == "coverage"


MEASURES = {
    "coverage": Measure("coverage", _("覆盖"), "cover"),
    "open": Measure("open", _("未结案卷"), "now"),
    "overdue": Measure("overdue", _("超期"), "now"),
}


def measure_of(code: str) -> Measure:
    return MEASURES.get(code, MEASURES["open"])


def tabs(url: str, chosen: Measure) -> list[dict]:
    return [
        {"url": f"{url}?measure={measure.code}", "label": measure.label, "active": measure == chosen}
        for measure in MEASURES.values()
    ]


def tint_of_cases(number: int) -> int:
    return min(MOST, number)


def tint_of_share(covered: int, rooms: int) -> int:
    if not covered:
        return NONE
    return next((tint for least, tint, _label in BANDS if covered >= least * rooms), SOME)


def tint_of_room(missing: int) -> int:
    """Of keeper and lead, `missing` are not there."""
    return (WHOLE, HALF_KEPT, NONE)[missing]


def case_scale() -> Scale:
    return [_step(tint, f"{tint}+" if tint == MOST else str(tint)) for tint in range(MOST + 1)]


def share_scale() -> Scale:
    return [*(_step(tint, label) for _least, tint, label in BANDS), _step(SOME, "< 50%"), _step(NONE, "0%")]


def room_scale() -> Scale:
    labels = (_("党员和负责人都有"), _("缺一位"), _("两位都缺"))
    return [_step(tint_of_room(missing), label) for missing, label in enumerate(labels)]


def _step(tint: int, label: str) -> dict:
    return {"tint": tint, "label": label}
