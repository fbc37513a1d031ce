"""Photos of things: re-encoded in a limited child process before anything is stored."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from jingwei.cases.models import Case, Photo
from jingwei.core.images import encoding as images
from jingwei.gate import trail
from jingwei.gate.doors import create, one

MOST = 6


def add_photo(actor, pk, *, upload, stage) -> Photo:
    """Add a picture (an uploaded file or bytes). Raises ValidationError where it is none or is too large."""
    case = one(actor, "cases.read", Case, pk)
    if case.photos.count() >= MOST:
        raise ValidationError(_("一件案卷最多 %(most)s 张照片"), params={"most": MOST})
    try:
        made = images.reencode(upload if isinstance(upload, bytes) else upload.read())
    except images.PhotoError as error:
        raise ValidationError(str(error), code=error.code) from error
    key = default_storage.save(f"cases/{uuid4().hex}.jpg", ContentFile(made.jpeg))
    try:
        with transaction.atomic():
            photo = Photo(case=case, key=key, width=made.width, height=made.height, stage=stage, taken_by=actor)
            create(actor, "photos.add", photo, verb="cases.add_photo")
            trail.record(actor, "cases.add_photo", case, stage=stage)
    except BaseException:
        default_storage.delete(key)
        raise
    return photo
