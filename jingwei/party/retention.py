"""How long a membership that ended is kept."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.periods import ago, keep

from .models import Affiliation

keep(
    Affiliation,
    "D13",
    "party.ended",
    _("组织关系：转走后六个月"),
    due=lambda: Affiliation.objects.filter(end__lt=ago(months=6)),
    stamp=("person_id", "start"),
)
