"""The child process that re-encodes a photo: `python -m jingwei.core.images.reader`, see `sandbox`."""

import base64
import io
from collections.abc import Iterator
from typing import BinaryIO

from PIL import ExifTags, Image

from jingwei.core import sandbox
from jingwei.core.images import webp as images_webp

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 50_000_000
MAX_MEMORY = 120_000_000  # bytes that pixels may take; a JPEG can be decoded smaller than it is
# Bytes that a pixel takes at the worst moment, copies included, as measured:
BYTES = {"1": 2, "L": 2, "P": 2, "LA": 10, "RGBA": 10}
OTHER_BYTES = 6
PROGRESSIVE_BYTES = 6  # a progressive JPEG is held whole besides
WEBP_BYTES = 19  # two canvases and the copies; see images_webp for those of one opaque frame
PHONE_FORMATS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def work(job: dict, source: BinaryIO) -> Iterator[dict]:
    yield _reencode(job, source)


def _reencode(job: dict, source: BinaryIO) -> dict:
    """Dimensions are read and judged before the first pixel is decoded; of an animation only the first frame is taken."""
    Image.MAX_IMAGE_PIXELS = None  # judged here, with an answer instead of a warning
    try:
        small = _small(source, job["side"])
    except (MemoryError, TooLarge):
        return {"error": "too_large"}
    except UnknownPhoneFormat:
        return {"error": "phone_format"}
    except Exception:  # noqa: BLE001 - whatever a hostile file makes a decoder raise, the answer to the person is one
        return {"error": "unreadable"}
    out = io.BytesIO()
    small.save(out, "JPEG", quality=job["quality"], optimize=True)
    return {"jpeg": base64.b64encode(out.getvalue()).decode(), "width": small.width, "height": small.height}


class TooLarge(Exception):
    """More pixels, or more memory for them, than is given to one photo."""


class UnknownPhoneFormat(Exception):
    """HEIC or AVIF: a photo, and not one that is read here."""


def _small(source: BinaryIO, side: int) -> Image.Image:
    head = source.read(30)
    source.seek(0)
    if head[4:8] == b"ftyp" and head[8:12] in PHONE_FORMATS:
        raise UnknownPhoneFormat
    if head[:4] == b"RIFF" and (picture := _webp(source, side)):
        return picture
    with Image.open(source, formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise TooLarge
        held = image.width * image.height * PROGRESSIVE_BYTES if image.info.get("progressive") else 0
        share = side / max(image.size)
        image.draft("RGB", (int(image.width * share), int(image.height * share)))
        if held + image.width * image.height * BYTES.get(image.mode, OTHER_BYTES) > MAX_MEMORY:
            raise TooLarge
        image.load()
        return _shrunk(image, side)


def _webp(source: BinaryIO, side: int) -> Image.Image | None:
    """A WebP of one opaque frame; None where it is left to Pillow, whose decoder takes its memory as it is opened."""
    data = source.read()
    source.seek(0)
    found = images_webp.header(data)
    if found is None:
        return None
    plain = found.plain and images_webp.can_decode()
    if found.pixels > MAX_PIXELS:
        raise TooLarge
    if (images_webp.needed(found, data) if plain else found.pixels * WEBP_BYTES) > MAX_MEMORY:
        raise TooLarge
    return _turned(images_webp.shrunk(data, side), images_webp.orientation_tags(data)) if plain else None


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    """Upright, at most `side` pixels, opaque, and freshly made: nothing but pixels goes over."""
    tags = _tags(image)
    if image.mode in ("P", "1"):  # no smooth shrinking before it has real colours
        image.thumbnail((2 * side, 2 * side), Image.Resampling.NEAREST)
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    image.thumbnail((side, side), reducing_gap=2.0)  # in the mode it has: a copy of a large picture costs as much again
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image if image.mode == "RGBA" else None)
    return _turned(page, tags)


def _tags(image: Image.Image) -> Image.Exif:
    try:
        return image.getexif()
    except Exception:  # noqa: BLE001 - a broken tag does not make the picture unreadable
        return Image.Exif()


def _turned(image: Image.Image, tags: Image.Exif) -> Image.Image:
    upright = UPRIGHT.get(tags.get(ExifTags.Base.Orientation, 1))
    return image if upright is None else image.transpose(upright)


if __name__ == "__main__":
    sandbox.serve(work)
