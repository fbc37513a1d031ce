"""The clock behind the queue. A slice's clock-driven moves are declared here by `every_minute`."""

import logging
from collections.abc import Callable

from django.db import close_old_connections
from huey import crontab
from huey.contrib.djhuey import HUEY

from .outbox import deliver_due

log = logging.getLogger(__name__)
EVERY_MINUTE: list[Callable[[], object]] = []


def every_minute(function: Callable[[], object]) -> Callable[[], object]:
    """Declare an idempotent action that the clock calls. It must find by itself what is due."""
    EVERY_MINUTE.append(function)
    return function


@HUEY.periodic_task(crontab(minute="*"))
def tick() -> None:
    """Once a minute: each in turn, and one that fails does not keep the others from running."""
    close_old_connections()
    run_tick()


def run_tick() -> None:
    for function in [*EVERY_MINUTE, deliver_due]:
        try:
            function()
        except Exception:
            log.exception("periodic action %s failed", function.__qualname__)
