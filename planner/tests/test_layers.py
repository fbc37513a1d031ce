"""The modules of the package stand above each other: none imports, at any place, what imports it."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def imported(module: Path) -> set[str]:
    """The neighbours a module imports, in functions and under TYPE_CHECKING too."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            found |= {node.module} if node.module else {alias.name for alias in node.names}
    return found


def test_no_two_modules_import_each_other():
    modules = {module.stem: imported(module) for module in PACKAGE.glob("*.py")}
    assert modules["sentences"] >= {"boards", "rules"}
    order = list(TopologicalSorter(modules).static_order())  # raises CycleError with the circle
    assert order.index("tables") < order.index("validate") < order.index("problem") < order.index("reading")
