"""What a plan should look at first: a few wishes in plain words, each from 0 to 4, and the planner's weights behind them.

They are kept with the plan, so that it is worked out anew, priced and explained by what it was made for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planner.instance.tables import Weights

Wishes = dict[str, int]  # code of each wish → its step
USUAL_STEP, MOST = 2, 4
CHANGES = ("change_keeper", "change_lead")


@dataclass(frozen=True)
class Wish:
    """One thing to look at: how much it counts at each step, and which of the planner's weights it sets."""

    code: str
    label: str
    help: str
    weights: tuple[str, ...]
    steps: tuple[int, ...]  # at 0, 1 … 4; the middle one is the usual


# Even all at their most, a room's students and the longest way stay far below a room that nobody keeps.
WISHES = (
    Wish("branch", gettext_lazy("本支部"), gettext_lazy("同学由自己支部的党员负责"), ("branch",), (0, 500, 2000, 5000, 12000)),
    Wish("near", gettext_lazy("远近"), gettext_lazy("党员从自己寝室走过去近"), ("step",), (0, 4, 10, 30, 80)),
    Wish("balance", gettext_lazy("均衡"), gettext_lazy("同一支部里各人负责的间数相近"), ("imbalance",), (0, 20, 60, 300, 1500)),
    Wish("calm", gettext_lazy("少变动"), gettext_lazy("还在任的人继续负责原来的房间"), CHANGES, (0, 20, 50, 400, 2500)),
    Wish("together", gettext_lazy("成片"), gettext_lazy("一个人的房间连在一起"), ("fragment",), (0, 15, 40, 200, 1000)),
)  # fmt: skip
USUAL: Wishes = {wish.code: USUAL_STEP for wish in WISHES}


@dataclass(frozen=True)
class Preset:
    """A set of wishes with a name."""

    code: str
    label: str
    wishes: Wishes


PRESETS = (
    Preset("usual", gettext_lazy("按惯例"), USUAL),
    Preset("branch", gettext_lazy("先看支部"), {**USUAL, "branch": 4, "near": 1}),
    Preset("near", gettext_lazy("先看远近"), {**USUAL, "near": 4, "branch": 1}),
    Preset("balance", gettext_lazy("先看均衡"), {**USUAL, "balance": 4, "near": 1}),
    Preset("calm", gettext_lazy("先少变动"), {**USUAL, "calm": 4}),
)


def weights_of(wishes: Mapping[str, int]) -> Weights:
    """The planner's weights; a wish that is not named counts as usual."""
    named = {**USUAL, **wishes}
    return Weights(**{weight: wish.steps[named[wish.code]] for wish in WISHES for weight in wish.weights})


def name_of(wishes: Mapping[str, int]) -> str:
    """The preset's name, or that they were set by hand."""
    named = {**USUAL, **wishes}
    return next((str(preset.label) for preset in PRESETS if preset.wishes == named), _("自己定的"))


def validate_wishes(value) -> None:
    """The shape of what a plan keeps: known wishes, each a whole number from 0 to 4."""
    if not isinstance(value, dict) or not set(value) <= set(USUAL):
        raise ValidationError(_("方案的侧重里有不认识的一项"))
    if any(type(step) is not int or not 0 <= step <= MOST for step in value.values()):
        raise ValidationError(_("方案的侧重每项只能从 0 到 %(most)s") % {"most": MOST})
