"""What somebody who waits for an import is told: how far it is, and whether anyone works on it at all.

The note lies beside the queue and not in the database, whose transaction is not through yet.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from huey.contrib.djhuey import HUEY

from jingwei.core import clock, progress
from jingwei.core.progress import At
from jingwei.core.worker import is_running
from jingwei.exchange.models import ImportRun
from jingwei.exchange.rosters.sheets import SHEETS

from .lines import NOUNS

# Phase → its words, and from which to which hundredth it goes: measured on 40,000 rows.
STAGING = {
    "read": (gettext_lazy("正在读取"), 0, 40),
    "compare": (gettext_lazy("正在核对"), 40, 65),
    "keep": (gettext_lazy("正在整理预览"), 65, 100),
}
CONFIRMING = {
    "compare": (gettext_lazy("正在核对"), 0, 25),
    "write": (gettext_lazy("正在写入"), 25, 100),
}
PATIENCE = timedelta(seconds=5)  # until then nobody wonders that nothing has begun
SILENCE = timedelta(seconds=60)  # longer than any single step takes: whoever worked on it has stopped


@dataclass(frozen=True)
class Waiting:
    """For a bar and the line under it. `stuck`: nothing moves, and the sentence says why."""

    percent: int
    sentence: str
    stuck: bool = False


@contextmanager
def noted(run: int) -> Iterator[None]:
    """Within the block every step is noted for who waits."""
    with progress.watched(lambda at: HUEY.put(_key(run), (clock.now(), at))):
        try:
            yield
        finally:
            HUEY.delete(_key(run))


def waiting_for(run: ImportRun) -> Waiting | None:
    """How far the worker is with the run; None where nothing is waited for."""
    if not run.waits_for_worker:
        return None
    noted_at, at = HUEY.get(_key(run.pk), peek=True) or (None, At())
    if noted_at is None:
        return _not_begun(clock.now() - run.asked_at)
    phases = STAGING if run.state == ImportRun.State.READING else CONFIRMING
    percent = percent_of(at, phases)
    if clock.now() - noted_at > SILENCE:
        return Waiting(percent, _("后台中途停下了，什么都没有写入。请收回后再试一次。"), stuck=True)
    return Waiting(percent, sentence_of(at, phases))


def percent_of(at: At, phases: dict) -> int:
    _label, start, end = phases.get(at.phase, ("", 0, 0))
    return int(start + (end - start) * at.fraction)


def sentence_of(at: At, phases: dict) -> str:
    """`正在读取：住宿名单，12,000 / 40,000 行`"""
    label = phases[at.phase][0] if at.phase in phases else _("正在准备")
    if not at.part:
        return f"{label}…"
    part = SHEETS[at.part].title if at.part in SHEETS else NOUNS[at.part]
    rows = f"{min(at.done, at.total):,} / {at.total:,}" if at.total else f"{at.done:,}"
    return _("{doing}：{part}，{rows} 行").format(doing=label, part=part, rows=rows)


def _not_begun(since: timedelta) -> Waiting:
    if since < PATIENCE:
        return Waiting(0, _("正在准备…"))
    if is_running():
        return Waiting(0, _("后台正忙，轮到了就开始。"))
    return Waiting(
        0, _("后台程序没有在运行，所以还没有开始。请管理员启动它（jingwei worker），之后会自动继续。"), stuck=True
    )


def _key(run: int) -> str:
    return f"exchange.run.{run}"
