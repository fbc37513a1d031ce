"""Photos from people, stored only as we made them: decoded and re-encoded in a limited child process (`sandbox`).

What comes back is a JPEG of at most 1600 pixels, upright, without a single tag (place, time, camera, thumbnail). The
bytes that were sent are never stored.
"""

import base64
import os
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy

from jingwei.core import sandbox

MIB = 1024 * 1024
MAX_FILE = 20 * MIB
MAX_SIDE = 1600
QUALITY = 82
LIMITS = sandbox.Limits(memory=320 * MIB, cpu=2, wait=10)  # waiting for a busy machine is no work

ERRORS = {
    "unreadable": gettext_lazy("这张照片打不开，换一张试试。文字已保存。"),
    "too_large": gettext_lazy("这张照片太大，换一张小一点的试试。文字已保存。"),
    "phone_format": gettext_lazy(
        "这种格式（HEIC、AVIF）还读不了。在相册里另存为 JPEG，或者截一张屏，再试一次。文字已保存。"
    ),
}


class PhotoError(Exception):
    """The photo cannot be taken. `code` is a key of ERRORS; `str(error)` is the sentence for its sender."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(ERRORS[self.code])


@dataclass(frozen=True)
class Photo:
    jpeg: bytes
    width: int
    height: int


def reencode(source: bytes | str | os.PathLike, side: int = MAX_SIDE) -> Photo:
    """A clean JPEG of a JPEG, PNG, WebP or the first frame of a GIF (a path, or its bytes), or PhotoError."""
    size = len(source) if isinstance(source, bytes) else Path(source).stat().st_size
    if size > MAX_FILE:
        raise PhotoError("too_large")
    try:
        (answer,) = sandbox.run("jingwei.core.images.reader", {"side": side, "quality": QUALITY}, source, LIMITS)
    except sandbox.SandboxError as failed:
        raise PhotoError("unreadable" if failed.reason == "crash" else "too_large") from failed
    if "error" in answer:
        raise PhotoError(answer["error"])
    return Photo(base64.b64decode(answer["jpeg"]), answer["width"], answer["height"])
