"""A workflow as a table: states, steps, and who may take them. The buttons, the docs and the tests come from it."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import models, transaction

from . import trail
from .doors import Denied, one, validate, visible
from .posts import System


class WrongState(Exception):
    """The row was there, but has moved on meanwhile. `row` is as it stands now, so that the page can say who has it."""

    def __init__(self, row: models.Model, step: "Step"):
        super().__init__(f"{step.name} is not open from {row}")
        self.row, self.step = row, step


@dataclass(frozen=True)
class Step:
    name: str
    sources: tuple[str, ...]
    target: str | Callable[[models.Model], str]  # a callable where the row remembers where it came from
    capability: str
    label: str = ""  # the button's words (lazy)
    by_clock: bool = False  # taken by the worker, never offered as a button
    guard: Callable[[models.Model, object], bool] | None = None  # (row, actor): a further condition

    def lets(self, row: models.Model, actor) -> bool:
        return self.guard is None or self.guard(row, actor)


class Flow:
    """The table of one model's workflow: `CASE = Flow(Case, "state", Step(…), …)`."""

    def __init__(self, model: type[models.Model], field: str, *steps: Step):
        self.model, self.field = model, field
        self.steps = {step.name: step for step in steps}
        self.read = None
        if len(self.steps) != len(steps):
            raise ValueError("a step's name stands twice")

    @contextmanager
    def step(self, name: str, actor, pk, note: dict | None = None, **data):
        """Lock, check the right, check the state, yield the row, move it, validate, save, write the trail.

        `data` goes into the trail; so does what the block puts into `note`, for what is known only inside.
        Raises Denied where the actor may not, WrongState where the row is no longer in a state of the step.
        """
        step = self.steps[name]
        with transaction.atomic():
            row = self._locked(step, actor, pk)
            if getattr(row, self.field) not in step.sources:
                raise WrongState(row, step)
            if not step.lets(row, actor):
                raise Denied
            before = trail.snapshot(row)
            yield row
            target = step.target(row) if callable(step.target) else step.target
            setattr(row, self.field, target)
            validate(row)
            row.save()
            verb = f"{self.model._meta.app_label}.{step.name}"
            trail.record(actor, verb, row, changed=trail.difference(before, row), **data, **(note or {}))

    def _locked(self, step: Step, actor, pk) -> models.Model:
        """The row under lock. Where the right itself ended with the state (another took it up), say so, if it may be seen."""
        try:
            return one(actor, step.capability, self.model, pk, lock=True)
        except Denied:
            row = visible(actor, self.read, self.model).filter(pk=pk).first() if self.read else None
            if row is not None and getattr(row, self.field) not in step.sources:
                raise WrongState(row, step) from None
            raise

    def open_to(self, actor, row: models.Model) -> list[Step]:
        """The steps the actor may take on the row now, in the table's order: the buttons, and the API's «next»."""
        state = getattr(row, self.field)
        fitting = [
            step
            for step in self.steps.values()
            if state in step.sources and not step.by_clock and step.lets(row, actor)
        ]
        if isinstance(actor, System):
            return fitting
        granted = {
            name: visible(actor, name, self.model).filter(pk=row.pk).exists()
            for name in {step.capability for step in fitting}
        }
        return [step for step in fitting if granted[step.capability]]
