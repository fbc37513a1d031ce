"""`jingwei docs`: the pages of docs/ that are made from the program, so that they cannot be out of step with it."""

import sys
from pathlib import Path

from django.utils import translation

from jingwei.cases.flow import CASE
from jingwei.gate.flow import Flow
from jingwei.gate.policy import Capability, capabilities
from jingwei.gate.roles import Role

DOCS = Path(__file__).resolve().parents[3] / "docs"
MADE = "<!-- Made by `jingwei docs`. Change the program, not this page. -->\n\n"


def run(check: bool = False) -> int:
    with translation.override("en"):
        pages = {"permissions.md": permissions(), "flows.md": flows()}
    stale = [name for name, text in pages.items() if not _same(DOCS / name, text)]
    if check:
        for name in stale:
            print(f"docs/{name} is out of step: run jingwei docs", file=sys.stderr)  # noqa: T201
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(pages[name], "utf-8")
    return 0


def _same(file: Path, text: str) -> bool:
    return file.exists() and file.read_text("utf-8") == text


def permissions() -> str:
    """One table a class of data: capabilities down, roles across, scopes in the cells."""
    parts = [
        f"{MADE}# Who may do what\n\n"
        "A cell names how far a grant reaches: `college`, the unit of the post (`branch`, `grid`, `room`, `building`, `desk`), "
        "or the person's own relation to the row (`self`, `own`, `named`). An empty cell is a refusal. "
        "Source: `jingwei/gate/policy.toml`.\n"
    ]
    classes: dict[str, list[Capability]] = {}
    for capability in capabilities().values():
        classes.setdefault(capability.data_class.code, []).append(capability)
    columns = [*Role.values, "everyone"]
    for code, rows in classes.items():
        held = rows[0].data_class
        used = [column for column in columns if any(column in row.grants for row in rows)]
        lines = [
            f"\n## {code} {held.title} (C{held.sensitivity})\n",
            "| capability | " + " | ".join(used) + " |",
            "|---" * (len(used) + 1) + "|",
        ]
        for row in rows:
            cells = [" ".join(sorted(row.grants.get(column, ()))) for column in used]
            lines.append(f"| `{row.name}` | " + " | ".join(cells) + " |")
        parts.append("\n".join(lines) + "\n")
    return "".join(parts)


def flows() -> str:
    return f"{MADE}# Workflows\n" + _flow("The loop of a case", CASE)


def _flow(title: str, flow: Flow) -> str:
    labels = {value: str(label) for value, label in flow.model._meta.get_field(flow.field).choices}
    lines = [f"\n## {title}\n", "| step | from | to | capability | by the clock |", "|---|---|---|---|---|"]
    for step in flow.steps.values():
        sources = ", ".join(labels[source] for source in step.sources)
        target = "where it came from" if callable(step.target) else labels[step.target]
        lines.append(
            f"| `{step.name}` | {sources} | {target} | `{step.capability}` | {'yes' if step.by_clock else ''} |"
        )
    return "\n".join(lines) + "\n"
