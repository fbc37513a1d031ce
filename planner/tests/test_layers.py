"""The modules of the package stand above each other: none imports, at any place, what imports it."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def name_of(module: Path) -> str:
    return ".".join(module.relative_to(PACKAGE.parent).with_suffix("").parts)


def imported(module: Path) -> set[str]:
    """The modules of the package that a module imports, in functions and under TYPE_CHECKING too."""
    folder, found = name_of(module).rpartition(".")[0], set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.ImportFrom):
            source = ".".join(filter(None, (folder if node.level else "", node.module)))
            found |= {source} | {f"{source}.{alias.name}" for alias in node.names}
    return found


def test_no_two_modules_import_each_other():
    modules = {name_of(path): imported(path) for path in PACKAGE.rglob("*.py") if "tests" not in path.parts}
    modules = {name: uses & set(modules) for name, uses in modules.items() if not name.endswith("__init__")}
    assert modules["planner.why.sentences"] >= {"planner.why.boards", "planner.rules"}
    order = list(TopologicalSorter(modules).static_order())  # raises CycleError with the circle
    heights = [order.index(f"planner.instance.{name}") for name in ("tables", "validate", "problem", "reading")]
    assert heights == sorted(heights)


def test_what_believes_a_plan_shares_no_code_with_the_solver():
    for name in ("check", "verify"):
        uses = imported(PACKAGE / "proof" / f"{name}.py")
        assert not [use for use in uses if use.startswith(("planner.flow", "planner.contiguity", "planner.kernels"))]
        assert "planner.rules" not in uses
