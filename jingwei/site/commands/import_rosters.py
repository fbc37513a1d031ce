"""`jingwei import DIR`"""

from pathlib import Path

from rich.console import Console

from jingwei.exchange.cli import run_import


def run(directory: Path, dry_run: bool, as_json: bool, approve_removals: bool) -> int:
    console = Console(stderr=as_json)
    return run_import(directory, dry_run=dry_run, as_json=as_json, approve_removals=approve_removals, console=console)
