"""The child process that re-encodes a photo: `python -m jingwei.core.images_reader`, see `sandbox`."""

import base64
import io
from collections.abc import Iterator
from typing import BinaryIO

from PIL import ExifTags, Image

from jingwei.core import sandbox

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 50_000_000
MAX_MEMORY = 120_000_000  # bytes that pixels may take; a JPEG can be decoded smaller than it is
# Bytes that a pixel takes at the worst moment, copies included, as measured:
BYTES = {"1": 2, "L": 2, "P": 2, "LA": 10, "RGBA": 10}
OTHER_BYTES = 6
PROGRESSIVE_BYTES = 6  # a progressive JPEG is held whole besides
WEBP_BYTES = 19  # two canvases and the copies
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
    side = job["side"]
    try:
        if _webp_pixels(source) * WEBP_BYTES > MAX_MEMORY:
            return {"error": "too_large"}
        with Image.open(source, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                return {"error": "too_large"}
            held = image.width * image.height * PROGRESSIVE_BYTES if image.info.get("progressive") else 0
            share = side / max(image.size)
            image.draft("RGB", (int(image.width * share), int(image.height * share)))
            if held + image.width * image.height * BYTES.get(image.mode, OTHER_BYTES) > MAX_MEMORY:
                return {"error": "too_large"}
            image.load()
            small = _shrunk(image, side)
    except MemoryError:
        return {"error": "too_large"}
    except Exception:  # noqa: BLE001 - whatever a hostile file makes a decoder raise, the answer to the person is one
        return {"error": "unreadable"}
    out = io.BytesIO()
    small.save(out, "JPEG", quality=job["quality"], optimize=True)
    return {"jpeg": base64.b64encode(out.getvalue()).decode(), "width": small.width, "height": small.height}


def _webp_pixels(source: BinaryIO) -> int:
    """How many pixels a WebP says it has, 0 for other files: its decoder takes the memory as soon as it is opened."""
    head = source.read(30)
    source.seek(0)
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP" or len(head) < 30:
        return 0
    if head[12:16] == b"VP8X":
        return (int.from_bytes(head[24:27], "little") + 1) * (int.from_bytes(head[27:30], "little") + 1)
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    return (int.from_bytes(head[26:28], "little") & 0x3FFF) * (int.from_bytes(head[28:30], "little") & 0x3FFF)


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    """Upright, at most `side` pixels, opaque, and freshly made: nothing but pixels goes over."""
    upright = UPRIGHT.get(_orientation(image))
    if image.mode in ("P", "1"):  # no smooth shrinking before it has real colours
        image.thumbnail((2 * side, 2 * side), Image.Resampling.NEAREST)
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    image.thumbnail((side, side), reducing_gap=2.0)  # in the mode it has: a copy of a large picture costs as much again
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image if image.mode == "RGBA" else None)
    return page if upright is None else page.transpose(upright)


def _orientation(image: Image.Image) -> int:
    try:
        return image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # noqa: BLE001 - a broken tag does not make the picture unreadable
        return 1


if __name__ == "__main__":
    sandbox.serve(work)
