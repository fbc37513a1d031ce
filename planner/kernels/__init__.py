"""The hot loops, compiled by numba at their first run and kept on disk from then on.

A kernel is declared with ``@compiled``, or with ``@allocating`` where it makes arrays of its own.
The former counts no references: counting those of every array of a Side at every call made the
flow twenty times slower. Both let other threads of Python run meanwhile. Machine code is kept in one folder named after a
digest of all kernels and of numba itself: a changed kernel is never answered for by an old one,
not even when only a kernel that it calls has changed. ``warm_up.py`` fills the folder.

The folder stands beside this file where that may be written, else in JINGWEI_HOME, else in
the user's cache; NUMBA_CACHE_DIR overrides all three.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import numba
from numba import njit

HERE = Path(__file__).parent


def _digest() -> str:
    summed = blake2b(numba.__version__.encode(), digest_size=8)
    for source in sorted([*HERE.glob("*.py"), HERE.parent / "instance" / "arrays.py"]):
        summed.update(source.read_bytes())
    return summed.hexdigest()


def _places() -> Iterator[Path]:
    yield HERE / "__pycache__"
    if home := os.environ.get("JINGWEI_HOME"):
        yield Path(home) / "kernels"
    yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jingwei-planner"


def _folder() -> Path:
    """The first place that may be written; at worst one for this process alone."""
    name = f"kernels-{_digest()}"
    for place in _places():
        try:
            (place / name).mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=place / name):
                return place / name
        except (OSError, RuntimeError):
            continue
    return Path(tempfile.mkdtemp(prefix=name))


if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(_folder())
FOLDER = Path(numba.config.CACHE_DIR)

compiled = njit(cache=True, nogil=True, _nrt=False)
allocating = njit(cache=True, nogil=True)
