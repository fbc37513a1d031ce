"""What is said before sending: who will see it, by when an answer comes, whom to call if it cannot wait."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jingwei.core import clock
from jingwei.terms.worktime import Clock

from . import clocks, parties
from .models import Category, Handler
from .places import Place


@dataclass(frozen=True)
class Promise:
    readers: list[str]  # in words, in order
    name_shown_to: list[str]
    answer_by: datetime


def promise(category: Category, place: Place) -> Promise:
    return Promise(_readers(category, place), _name_shown_to(category), answer_by(category))


def answer_by(category: Category) -> datetime:
    """The latest moment if each uses all the time there is: accepting, then handling."""
    handle = clocks.Limit(category.limit_amount, Clock(category.limit_clock))
    at_once = category.urgent or category.personal
    return clocks.deadline(clock.now(), *([] if at_once else [clocks.LIMITS[clocks.ACCEPT]]), handle)


def _readers(category: Category, place: Place) -> list[str]:
    if category.personal:
        return [category.desk.name]
    readers = [_("{room} 的同学和负责人").format(room=place.home_room)] if place.home_room else []
    readers.append(_("网格党员") if parties.keepers_of(place.home_room) else _("支部书记"))
    readers.append(_("{building}楼管").format(building=place.building))
    if category.route == Handler.DESK:
        readers.append(category.desk.name)
    return readers


def _name_shown_to(category: Category) -> list[str]:
    return [category.desk.name] if category.personal else [_("网格党员"), _("支部书记"), _("处理的部门")]
