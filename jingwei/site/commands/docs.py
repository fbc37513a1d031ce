"""`jingwei docs`: the pages of docs/ that are made from the program, so that they cannot be out of step with it."""

import json
import sys
from pathlib import Path

from django.utils import translation

from jingwei.cases.flow import CASE
from jingwei.gate.flow import Flow
from jingwei.gate.policy import EVERYONE, Capability, DataClass, capabilities, policy
from jingwei.gate.roles import Operation, Role
from jingwei.privacy.flow import CORRECTION, EXPORT, OBJECTION
from jingwei.site.api import description

DOCS = Path(__file__).resolve().parents[3] / "docs"
COLUMNS = [*Role.values, EVERYONE]
MADE = "<!-- Made by `jingwei docs`. Change the program, not this page. -->\n\n"


def run(check: bool = False) -> int:
    with translation.override("en"):
        pages = {"permissions.md": permissions(), "flows.md": flows(), "api/openapi.json": _openapi()}
    stale = [name for name, text in pages.items() if not _same(DOCS / name, text)]
    if check:
        for name in stale:
            print(f"docs/{name} is out of step: run jingwei docs", file=sys.stderr)  # noqa: T201
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).parent.mkdir(exist_ok=True)
        (DOCS / name).write_text(pages[name], "utf-8")
    return 0


def _same(file: Path, text: str) -> bool:
    return file.exists() and file.read_text("utf-8") == text


def _openapi() -> str:
    """The API's description: what it promises to programs, so that a change of it is seen where it is made."""
    return json.dumps(description(), ensure_ascii=False, indent=1) + "\n"


def permissions() -> str:
    """For each class of data its bound, then what the program does: capabilities down, roles across, scopes in the cells."""
    parts = [
        f"{MADE}# Who may do what\n\n"
        "A cell names how far a grant reaches: `college`, the unit of the post (`branch`, `grid`, `room`, `building`, `desk`, "
        "`cohort`), the person's own relation to the row (`self`, `own`, `named`, `inquiry`), or `aggregate`: published "
        "numbers. An empty cell is a refusal. Source: `jingwei/gate/policy.toml`.\n\n"
        "The bound of a class says what may at most be built: R read, C create, U update, T decide, X export, B break glass. "
        "A capability that reaches farther says why.\n"
    ]
    for held in policy().classes.values():
        parts.append(
            f"\n## {held.code} {held.title} (C{held.sensitivity})\n\nRead for: {policy().purposes[held.purpose]}\n"
        )
        parts.append(_bound(held))
        rows = [row for row in capabilities().values() if row.data_class is held]
        parts.append(_capabilities(rows) if rows else "\nNothing of it is built yet.\n")
    return "".join(parts)


def _bound(held: DataClass) -> str:
    roles = [role for role in COLUMNS if role in held.table]
    rows = [
        [str(op.label), *(_cell(held.table[role].get(op, ())) for role in roles)]
        for op in Operation
        if any(op in held.table[role] for role in roles)
    ]
    return _table(["bound", *roles], rows)


def _capabilities(rows: list[Capability]) -> str:
    roles = [role for role in COLUMNS if any(role in row.grants for row in rows)]
    made = _table(
        ["capability", *roles],
        [[f"`{row.name}` {row.op.value}", *(_cell(row.grants.get(role, ())) for role in roles)] for row in rows],
    )
    reasons = [f"- `{row.name}` reaches farther: {row.beyond}.\n" for row in rows if row.beyond]
    return made + ("\n" + "".join(reasons) if reasons else "")


def _cell(scopes) -> str:
    return " ".join(sorted(scopes))


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def flows() -> str:
    return (
        f"{MADE}# Workflows\n"
        + _flow("The loop of a case", CASE)
        + _flow("A correction", CORRECTION)
        + _flow("An objection", OBJECTION)
        + _flow("An export", EXPORT)
    )


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
