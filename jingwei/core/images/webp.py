"""Large WebP photos in little memory, inside the child process of `images_reader`.

Pillow decodes every WebP as an animation: two canvases and the copies, 19 bytes a pixel. The library beneath it can
hand over brightness and colour as they are stored, 1.5 bytes a pixel, and each is shrunk before they become a picture.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import (
    Image,
    _webp,  # noqa: F401 - brings the library into this process
)

PLANES = 1.5  # bytes that a pixel takes: brightness, and two colours at a quarter
LOSSLESS_PLANES = 5.5  # decoded as a whole picture first
ANIMATED, TRANSPARENT = 0x02, 0x10  # flags of the extended header
# What is stored spans 16–235 and 16–240; pictures span 0–255.
BRIGHTNESS = [min(255, max(0, round((value - 16) * 255 / 219))) for value in range(256)]
COLOUR = [min(255, max(0, round((value - 128) * 255 / 224 + 128))) for value in range(256)]


@dataclass(frozen=True)
class Header:
    """What a WebP says of itself. `plain`: one opaque frame."""

    width: int
    height: int
    lossless: bool
    plain: bool

    @property
    def pixels(self) -> int:
        return self.width * self.height


def header(data: bytes) -> Header | None:
    """None for what is no WebP."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    if data[12:16] == b"VP8X":
        lossless = any(kind == b"VP8L" for kind, _body in _chunks(data))
        size = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        return Header(*size, lossless, not data[20] & (ANIMATED | TRANSPARENT))
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return Header((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, True, not bits >> 28 & 1)
    size = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    return Header(*size, False, True)


def needed(found: Header, data: bytes) -> float:
    """Bytes that it takes to decode, the file included."""
    return found.pixels * (LOSSLESS_PLANES if found.lossless else PLANES) + len(data)


def can_decode() -> bool:
    return _library() is not None


def shrunk(data: bytes, side: int) -> Image.Image:
    """The picture, at most `side` pixels. Raises OSError where the library does not read it."""
    library = _library()
    width, height, stride, colour_stride = (ctypes.c_int() for _number in range(4))
    blue, red = ctypes.c_void_p(), ctypes.c_void_p()
    sizes = map(ctypes.byref, (width, height, blue, red, stride, colour_stride))
    start = library.WebPDecodeYUV(data, ctypes.c_size_t(len(data)), *sizes)
    if not start:
        raise OSError("no WebP that can be read")
    try:
        size = (width.value, height.value)
        half = tuple((length + 1) // 2 for length in size)
        share = min(1, side / max(size))
        target = tuple(max(1, round(length * share)) for length in size)
        planes = [
            _plane(start, size, stride.value, target).point(BRIGHTNESS),
            _plane(blue.value, half, colour_stride.value, target).point(COLOUR),
            _plane(red.value, half, colour_stride.value, target).point(COLOUR),
        ]
    finally:
        library.WebPFree(ctypes.c_void_p(start))
    return Image.merge("YCbCr", planes).convert("RGB")


def orientation_tags(data: bytes) -> Image.Exif:
    """The file's tags, read for the one that says which side is up."""
    tags = Image.Exif()
    body = next((body for kind, body in _chunks(data) if kind == b"EXIF"), b"")
    try:
        tags.load(body)
    except Exception:  # noqa: BLE001 - a broken tag does not make the picture unreadable
        return Image.Exif()
    return tags


def _plane(address: int, size: tuple[int, int], stride: int, target: tuple[int, int]) -> Image.Image:
    memory = (ctypes.c_ubyte * (stride * size[1])).from_address(address)
    plane = Image.frombuffer("L", size, memory, "raw", "L", stride, 1)
    return plane.resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        yield data[at : at + 4], data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _library() -> ctypes.CDLL | None:
    """The library that Pillow itself loaded; None where it is built into Pillow and cannot be called."""
    loaded = re.findall(r"\S*/libwebp[-.][^/\s]*$", Path("/proc/self/maps").read_text(), re.M)
    if not loaded:
        return None
    library = ctypes.CDLL(loaded[0])
    library.WebPDecodeYUV.restype = ctypes.c_void_p
    return library
