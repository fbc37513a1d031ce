"""A bar for each method's seconds, on a scale of powers of ten, drawn from what was measured."""

from __future__ import annotations

from math import log10
from typing import Any

from .table import gap

LEFT, WIDTH, ROW, TOP = 230, 420, 22, 46
LEAST, MOST = 0.01, 1000.0  # seconds


def picture(kept: dict[str, Any]) -> str:
    drawn, y = [], TOP
    for power in range(round(log10(LEAST)), round(log10(MOST)) + 1):
        x = _place(10.0**power)
        drawn.append(f'<line x1="{x:.0f}" x2="{x:.0f}" y1="{TOP - 8}" y2="100%" stroke="#ddd"/>')
        drawn.append(f'<text x="{x:.0f}" y="{TOP - 14}" text-anchor="middle" fill="#666">{10.0**power:g} s</text>')
    for instance in kept["instances"]:
        drawn.append(f'<text x="8" y="{y + 15}" font-weight="bold">{_title(instance)}</text>')
        y += ROW
        for run in instance["runs"]:
            drawn.append(_bar(run, y))
            y += ROW
        y += ROW // 2
    size = f'width="{LEFT + WIDTH + 330}" height="{y + 10}"'
    style = 'font-family="sans-serif" font-size="13"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>\n' + "\n".join(drawn) + "\n</svg>\n"


def _title(instance: dict[str, Any]) -> str:
    return "the case" if instance["name"] == "case" else f"{int(instance['name']):,} rooms"


def _bar(run: dict[str, Any], y: int) -> str:
    label = f'<text x="{LEFT - 8}" y="{y + 15}" text-anchor="end">{run["method"]}</text>'
    if "failed" in run:
        return f'{label}<text x="{LEFT + 4}" y="{y + 15}" fill="#666">no plan: {run["failed"]}</text>'
    end, color = _place(run["wall"]), "#1f6f5c" if "flow" in run else "#b9a58a"
    claimed = gap(run)
    said = f"{run['wall']:.2f} s, cost {run['cost']:,}"
    said += f", {run['uncovered']:,} uncovered" if run["uncovered"] else ""
    said += f", gap {claimed:.3f}%" if claimed is not None else ""
    return (
        f'{label}<rect x="{LEFT}" y="{y + 3}" width="{max(2, end - LEFT):.0f}" height="{ROW - 6}" fill="{color}"/>'
        f'<text x="{end + 6:.0f}" y="{y + 15}" fill="#333">{said}</text>'
    )


def _place(seconds: float) -> float:
    share = log10(min(MOST, max(LEAST, seconds)) / LEAST) / log10(MOST / LEAST)
    return LEFT + WIDTH * share
