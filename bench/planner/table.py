"""The table of planner/README.md, from what was measured: no figure is typed by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

START, END = "<!-- measured by make bench-planner -->", "<!-- end of what was measured -->"
HEAD = "| rooms | method | wall s | CPU s | × parsing | MiB | cost, all six terms | uncovered | bound | gap |"


def write_table(readme: Path, kept: dict[str, Any]) -> None:
    text = readme.read_text()
    before, rest = text.split(START)
    after = rest.split(END)[1]
    readme.write_text(f"{before}{START}\n{_about(kept)}\n\n{_table(kept)}\n{END}{after}")


def gap(run: dict[str, Any]) -> float | None:
    """Percent of the cost; None where nothing is claimed."""
    return None if run.get("bound") is None else 100 * (run["cost"] - run["bound"]) / run["cost"]


def _about(kept: dict[str, Any]) -> str:
    machine = kept["machine"]
    shared = f"shared with other work, load {machine['load_at_start']} at the start" if machine["shared"] else "idle"
    return f"{machine['cores']} cores, {shared}; Python {machine['python']}; {kept['limit']:.0f} s a solver."


def _table(kept: dict[str, Any]) -> str:
    lines = [HEAD, "|" + "---|" * (HEAD.count("|") - 1)]
    for instance in kept["instances"]:
        for run in instance["runs"]:
            lines.append(f"| {instance['name']} | {run['method']} | {_figures(run)} |")
            if "flow" in run:
                share = run["flow"] / run["parsing"]
                lines.append(
                    f"| {instance['name']} | its terms 1, 3, 4, 5 alone, exact | {run['flow']:.2f} | | {share:.1f} "
                    f"| | | | {run['flow_bound']:,} | |"
                )
    return "\n".join(lines)


def _figures(run: dict[str, Any]) -> str:
    if "failed" in run:
        return f"no plan: {run['failed']} | | | | | | |"
    claimed = gap(run)
    bound, distance = ("", "") if claimed is None else (f"{run['bound']:,.0f}", f"{claimed:.4f}%")
    return (
        f"{run['wall']:.2f} | {run['cpu']:.2f} | {run['wall'] / run['parsing']:.1f} | {run['mib']:.0f} "
        f"| {run['cost']:,} | {run['uncovered']:,} | {bound} | {distance}"
    )
