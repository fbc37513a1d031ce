"""What a plan should look at first: a few wishes in plain words, each a few steps, and the planner's weights behind them.

They are kept with the plan, so that it is worked out anew, priced and explained by what it was made for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planner.instance.tables import Weights

Wishes = dict[str, int]  # code of each wish → its step
USUAL_STEP = 2
WORDS = (gettext_lazy("不看"), gettext_lazy("少看"), gettext_lazy("惯例"), gettext_lazy("多看"), gettext_lazy("先看"))
UTMOST = gettext_lazy("尽量")
FROM_NONE = (WORDS[0], gettext_lazy("略看"), gettext_lazy("看"), WORDS[3], WORDS[4])
CHANGES = ("change_keeper", "change_lead")


@dataclass(frozen=True)
class Wish:
    """One thing to look at: how much it counts at each step, and which of the planner's weights it sets."""

    code: str
    label: str
    help: str
    weights: tuple[str, ...]
    steps: tuple[int, ...]  # at 0, 1, 2 …
    words: tuple[str, ...] = WORDS  # of each step
    usual: int = USUAL_STEP

    @property
    def most(self) -> int:
        return len(self.steps) - 1


# Even all at their most, a room's students and the longest way stay far below a room that nobody keeps.
WISHES = (
    Wish("branch", gettext_lazy("本支部"), gettext_lazy("同学由自己支部的党员负责"), ("branch",), (0, 500, 2000, 5000, 12000)),
    Wish("near", gettext_lazy("远近"), gettext_lazy("党员从自己寝室走过去近"), ("step",), (0, 4, 10, 30, 80)),
    Wish("balance", gettext_lazy("均衡"), gettext_lazy("同一支部里各人负责的间数相近"), ("imbalance",), (0, 20, 60, 300, 1500)),
    Wish("calm", gettext_lazy("少变动"), gettext_lazy("还在任的人继续负责原来的房间"), CHANGES, (0, 20, 50, 400, 2500)),
    Wish("together", gettext_lazy("成片"), gettext_lazy("一个人的房间连在一起"), ("fragment",), (0, 15, 40, 200, 1000, 4000),
         (*WORDS, UTMOST)),
    Wish("group", gettext_lazy("党小组集中"), gettext_lazy("同一党小组的人管的房间在组员住得最多的那栋楼"), ("group",),
         (0, 100, 400, 1500, 5000), FROM_NONE, 0),
)  # fmt: skip
USUAL: Wishes = {wish.code: wish.usual for wish in WISHES}
MOST: Wishes = {wish.code: wish.most for wish in WISHES}


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
    """The shape of what a plan keeps: known wishes, each a whole number from 0 to its most."""
    if not isinstance(value, dict) or not set(value) <= set(USUAL):
        raise ValidationError(_("方案的侧重里有不认识的一项"))
    for code, step in value.items():
        if type(step) is not int or not 0 <= step <= MOST[code]:
            raise ValidationError(_("方案的侧重每项只能从 0 到 %(most)s") % {"most": MOST[code]})
