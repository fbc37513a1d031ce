"""How long cases and their pictures are kept after they ended."""

from collections.abc import Sequence

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jingwei.gate import periods
from jingwei.gate.periods import ago, keep

from .models import Case, Photo, State

ENDED = [State.CLOSED, State.MERGED, State.VOIDED]


def over(before) -> Q:
    """Cases that ended before a moment, and not been touched since."""
    return Q(state__in=ENDED, state_since__lt=before)


def due_cases() -> QuerySet:
    """Those that no younger case was merged into."""
    young = Case.objects.filter(merged_into__isnull=False).exclude(over(ago(years=1)))
    return Case.objects.filter(over(ago(years=1))).exclude(pk__in=young.values("merged_into"))


def due_photos() -> QuerySet:
    ended = Case.objects.filter(over(ago(days=90)))
    return Photo.objects.filter(case__in=ended)


def erase_photos(photos: Sequence[Photo]) -> None:
    """The file first: a row without a picture is found again, a picture without a row is not."""
    for photo in photos:
        default_storage.delete(photo.key)
    periods.delete(photos)


def erase_cases(cases: Sequence[Case]) -> None:
    ids = [case.pk for case in cases]
    for photo in Photo.objects.filter(case__in=ids):
        default_storage.delete(photo.key)
    Case.objects.filter(merged_into__in=ids).update(merged_into=None, state=State.VOIDED)
    periods.delete(cases)


keep(Case, "D05", "cases.ended", _("案卷：结案后一年"), due=due_cases, stamp=("number",), erase=erase_cases)
keep(Photo, "D06", "cases.photos", _("照片：结案后九十天"), due=due_photos, stamp=("key",), erase=erase_photos)
