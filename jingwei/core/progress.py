"""How far a long piece of work is. Who does the work says so where it happens; who waits looks on from outside.

    with progress.watched(tell):            # the command line's bar, or a note that a page reads
        progress.phase("write")
        progress.begin("people", 40_000, share=0.5)
        progress.advance(500)

Nobody needs to look on: without a watcher nothing happens. What is counted is rows, never time.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

STEP = 500  # rows between two tellings


@dataclass(frozen=True)
class At:
    """Where the work stands: which phase, which part of it, how many rows of that part are through, and of how many."""

    phase: str = ""
    part: str = ""
    done: int = 0
    total: int = 0  # 0: nobody knows beforehand
    share: float = 0.0  # of the phase, that this part is
    before: float = 0.0  # of the phase, that the parts before it were

    @property
    def fraction(self) -> float:
        """Of the phase, how much is through: from 0 to 1."""
        inside = min(self.done / self.total, 1) if self.total else 0
        return min(self.before + self.share * inside, 1)


@dataclass
class _Watch:
    tell: Callable[[At], None]
    at: At = At()

    def move(self, at: At) -> None:
        self.at = at
        self.tell(at)


_watch: ContextVar[_Watch | None] = ContextVar("jingwei_progress", default=None)


@contextmanager
def watched(tell: Callable[[At], None]) -> Iterator[None]:
    """Within the block `tell` hears of every step taken in this thread."""
    token = _watch.set(_Watch(tell))
    try:
        yield
    finally:
        _watch.reset(token)


def phase(name: str) -> None:
    """The work goes over to its next phase."""
    if watch := _watch.get():
        watch.move(At(phase=name))


def begin(part: str, total: int = 0, *, share: float = 1.0) -> None:
    """The next part of the phase begins."""
    if watch := _watch.get():
        at = watch.at
        watch.move(At(phase=at.phase, part=part, total=total, share=share, before=at.before + at.share))


def advance(rows: int) -> None:
    """That many more rows of the part are through."""
    if watch := _watch.get():
        watch.move(replace(watch.at, done=watch.at.done + rows))


def through(rows: Iterable) -> Iterator:
    """The rows, counted as they are taken."""
    count = 0
    for row in rows:
        yield row
        count += 1
        if count == STEP:
            advance(count)
            count = 0
    advance(count)
