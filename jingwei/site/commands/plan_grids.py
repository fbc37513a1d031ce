"""`jingwei plan`"""

from rich.console import Console

from jingwei.grids.cli import run_plan


def run(publish: bool, as_json: bool) -> int:
    return run_plan(publish=publish, as_json=as_json, console=Console(stderr=as_json))
