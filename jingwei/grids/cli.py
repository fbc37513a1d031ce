"""`jingwei plan`, without its terminal: prints what the page shows."""

import json

from django.core.exceptions import ValidationError
from rich.console import Console
from rich.progress import Progress

from jingwei.gate.posts import System

from .actions import draft_plan, publish_plan
from .models import Calculation


def run_plan(*, publish: bool, as_json: bool, console: Console) -> int:
    """0: every room covered and the check passed. 1: something is left uncovered. 2: no plan could be made."""
    actor = System("cli")
    try:
        with Progress(console=console, transient=True) as bar:
            task = bar.add_task(Calculation.Stage.READING.label, total=100)
            plan = draft_plan(actor, progress=lambda stage, percent: _show(bar, task, stage, percent))
        if publish:
            plan = publish_plan(actor, plan.pk)
    except ValidationError as error:
        Console(stderr=True).print(" ".join(error.messages))
        return 2
    found = plan.summary
    uncovered = [item["role"] for item in found["uncovered"]]
    result = {
        "plan": plan.pk,
        "state": plan.state,
        "micro_grids": found["rooms"],
        "small_grids": found["small_grids"],
        "uncovered_keeper": uncovered.count("keeper"),
        "uncovered_lead": uncovered.count("lead"),
        "check": found["violations"] or "passed",
        "cost": found["cost"],
        "gap": found["gap"],
        "proven": found["proven"],
        "seconds": found["seconds"],
    }
    if as_json:
        print(json.dumps(result, ensure_ascii=False, indent=1))  # noqa: T201
    else:
        for name, value in result.items():
            console.print(f"{name:17}{value}")
        for shortage in found["shortages"]:
            console.print(shortage["zh"])
    return 1 if uncovered else 0


def _show(bar: Progress, task, stage: str, percent: int) -> None:
    bar.update(task, completed=percent, description=str(Calculation.Stage(stage).label))
