"""The clock behind the queue. A slice's clock-driven moves are declared here by `every_minute`."""

import logging
from collections.abc import Callable
from datetime import timedelta

from huey import crontab
from huey.contrib.djhuey import HUEY, db_periodic_task

from . import clock
from .outbox import deliver_due

log = logging.getLogger(__name__)
EVERY_MINUTE: list[Callable[[], object]] = []
SEEN = "worker.seen"
SILENT = timedelta(seconds=150)  # a worker that runs is seen every minute


def every_minute(function: Callable[[], object]) -> Callable[[], object]:
    """Declare an idempotent action that the clock calls. It must find by itself what is due."""
    EVERY_MINUTE.append(function)
    return function


def is_running() -> bool:
    """Whether a worker has been seen just now."""
    seen = HUEY.get(SEEN, peek=True)
    return seen is not None and clock.now() - seen < SILENT


@HUEY.on_startup()
def be_seen() -> None:
    HUEY.put(SEEN, clock.now())


@db_periodic_task(crontab(minute="*"))
def tick() -> None:
    """Once a minute: each in turn, and one that fails does not keep the others from running."""
    be_seen()
    run_tick()


def run_tick() -> None:
    for function in [*EVERY_MINUTE, deliver_due]:
        try:
            function()
        except Exception:
            log.exception("periodic action %s failed", function.__qualname__)
