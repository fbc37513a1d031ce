"""The page of a new plan: presets to begin from, and a table of what each would give."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from .outlook import outlooks
from .planning import college
from .wishes import PRESETS, Wishes, name_of


def context(wishes: Wishes) -> dict:
    """Raises ValidationError where there is nothing to plan."""
    known = college()
    if not known.rooms:
        raise ValidationError(_("还没有人入住，先导入名册"))
    return {
        "wishes": wishes,
        "name": name_of(wishes),
        "presets": [
            {"url": address(preset.wishes), "label": preset.label, "active": preset.wishes == wishes}
            for preset in PRESETS
        ],
        "outlooks": outlooks(known, wishes),
    }


def address(wishes: Wishes) -> str:
    return f"{reverse('grids:plan-wishes')}?{urlencode(wishes)}"
