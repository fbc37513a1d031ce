"""What the worker does for grids: plans that were asked for on a page."""

from huey.contrib.djhuey import db_task

from .actions.calculating import calculate, due


@db_task()
def take_up(pk: int) -> None:
    """One plan, as long as it takes: a task of its own, so that messages and clocks do not wait for it."""
    calculate(pk)


def take_up_due() -> None:
    """Queue what a lost hint or a killed worker left lying. Queued twice, it is worked out once."""
    for pk in due():
        take_up(pk)
