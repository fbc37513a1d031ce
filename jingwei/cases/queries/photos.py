"""Photos, as far as the reader may see them."""

from typing import BinaryIO

from django.core.files.storage import default_storage

from jingwei.cases.models import Case, Photo
from jingwei.gate.doors import one, visible


def photos_of(actor, case: Case) -> list[Photo]:
    return list(visible(actor, "photos.read", Photo).filter(case=case))


def open_photo(actor, pk) -> tuple[Photo, BinaryIO]:
    """The row and the JPEG itself, or Denied."""
    photo = one(actor, "photos.read", Photo, pk)
    return photo, default_storage.open(photo.key)
