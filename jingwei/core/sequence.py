"""Serial numbers without gaps or doubles."""

from django.db import transaction

from .models import Sequence


def take(name: str) -> int:
    """The next number under `name`; the caller's transaction holds it, so a rollback gives it back."""
    with transaction.atomic():
        Sequence.objects.get_or_create(name=name)
        row = Sequence.objects.select_for_update().get(name=name)
        row.last += 1
        row.save(update_fields=["last"])
        return row.last
