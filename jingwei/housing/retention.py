"""How long it is kept who lived where."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate.periods import ago, keep

from .models import Stay

keep(
    Stay,
    "D02",
    "housing.ended",
    _("住宿：搬走后一年"),
    due=lambda: Stay.objects.filter(end__lt=ago(years=1)),
    stamp=("person_id", "start"),
)
