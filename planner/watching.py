"""Works side by side, one thread each, and who waits for them: told how far they are, able to stop them.

A work says how far it is and looks up between two slices of computing; ``stop`` and ``progress``
are called in the thread that waits, never in another, so they may ask a database or raise. What
works give back depends on nothing that happens here but ``stop``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from threading import Event
from typing import TypeVar

Found = TypeVar("Found")
Stop = Callable[[], bool]

EVERY = 0.1  # seconds between two looks at the works


class Abandoned(Exception):
    """Nobody waits for this work any more."""


class Watch:
    """Between one work and who waits for it."""

    def __init__(self) -> None:
        self.enough, self.nobody_waits = Event(), Event()
        self.share = 0.0

    def go_on(self) -> None:
        """To be called between slices. Raises Abandoned."""
        if self.nobody_waits.is_set():
            raise Abandoned

    def is_over(self) -> bool:
        """Whether what is there is good enough. Raises Abandoned."""
        self.go_on()
        return self.enough.is_set()

    def tell(self, share: float) -> None:
        self.share = share


Work = Callable[[Watch], Found]


def side_by_side(works: Sequence[Work[Found]], stop: Stop, progress: Callable[[float], None]) -> list[Found]:
    """What the works find, in their order. What ``stop``, ``progress`` or a work raises ends them all."""
    watches = [Watch() for _ in works]
    with ThreadPoolExecutor(len(works)) as threads:
        try:
            _look(watches, stop, progress)
            futures = [threads.submit(work, watch) for work, watch in zip(works, watches, strict=True)]
            while not _ended(futures):
                _look(watches, stop, progress)
            progress(1.0)
        except BaseException:
            for watch in watches:
                watch.nobody_waits.set()
            raise
    return [future.result() for future in futures]


def _look(watches: Sequence[Watch], stop: Stop, progress: Callable[[float], None]) -> None:
    if stop():
        for watch in watches:
            watch.enough.set()
    progress(sum(watch.share for watch in watches) / len(watches))


def _ended(futures: Sequence[Future[Found]]) -> bool:
    """Waits for a moment. Raises what a work has raised."""
    done, going = wait(futures, timeout=EVERY, return_when=FIRST_EXCEPTION)
    for future in done:
        future.result()
    return not going
