"""A module with one small thing wrong in it, again and again: what a careless change would do.

Comparisons, `and` and `or`, `not`, conditions, set and sum operators, constants, what is returned, statements left out. Not
touched: words meant for people, types, class bodies and the defaults of arguments.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

COMPARED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
JOINED = {ast.And: ast.Or, ast.Or: ast.And}
COUNTED = {ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.Add: ast.Sub, ast.Sub: ast.Add}
CONDITIONS = (ast.If, ast.IfExp, ast.While)
LEFT_OUT = (ast.Expr, ast.AugAssign, ast.Raise, ast.Continue)
UNTOUCHED = {"annotation", "returns", "decorator_list", "args", "bases"}  # parts of a definition


@dataclass(frozen=True)
class Mutant:
    where: str  # the function's qualified name; empty: the module itself
    what: str  # «a < b → a <= b»
    line: int
    code: CodeType  # of the whole module

    def __str__(self) -> str:
        return f"{self.where or 'module'}: {self.what}"


def mutants(source: str, path: str) -> list[Mutant]:
    tree = ast.parse(source)
    found: list[Mutant] = []
    for spot in _spots(tree, ""):
        for instead in _instead(spot.node):
            spot.put(instead)
            code = compile(ast.fix_missing_locations(tree), path, "exec")
            spot.put(spot.node)
            what = f"{_told(spot.node)} → {_told(instead)}"
            double = sum(one.where == spot.where and one.what.partition(" (")[0] == what for one in found)
            told = f"{what} ({double + 1})" if double else what
            line = next(one.lineno for one in ast.walk(spot.node) if hasattr(one, "lineno"))
            found.append(Mutant(spot.where, told, line, code))
    return found


@dataclass
class _Spot:
    """A node, and where it hangs."""

    node: ast.AST
    parent: ast.AST
    part: str
    index: int | None
    where: str

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.part, node)
        else:
            getattr(self.parent, self.part)[self.index] = node


def _spots(parent: ast.AST, where: str) -> Iterator[_Spot]:
    for part, value in ast.iter_fields(parent):
        if part in UNTOUCHED and not isinstance(parent, ast.Call):
            continue
        nodes = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, node in nodes:
            if isinstance(node, ast.ClassDef):
                yield from _methods(node)
            elif isinstance(node, ast.AST) and not _for_people(node):
                yield _Spot(node, parent, part, index, where)
                if not isinstance(node, ast.Raise):  # what is said of it is for people
                    yield from _spots(node, _inside(node, where))


def _methods(kind: ast.ClassDef) -> Iterator[_Spot]:
    for node in kind.body:
        if isinstance(node, ast.FunctionDef):
            yield from _spots(node, f"{kind.name}.{node.name}")


def _inside(node: ast.AST, where: str) -> str:
    if not isinstance(node, ast.FunctionDef):
        return where
    return f"{where}.<locals>.{node.name}" if where else node.name


def _for_people(node: ast.AST) -> bool:
    """A docstring, the words of a refusal, a sentence to be translated."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.JoinedStr):
        return True
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ValidationError"}


def _instead(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARED:
        yield ast.Compare(node.left, [COMPARED[type(node.ops[0])](), *node.ops[1:]], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(JOINED[type(node.op)](), node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in COUNTED:
        yield ast.BinOp(node.left, COUNTED[type(node.op)](), node.right)
    elif isinstance(node, ast.AugAssign) and type(node.op) in COUNTED:
        yield ast.AugAssign(node.target, COUNTED[type(node.op)](), node.value)
    elif isinstance(node, ast.Constant):
        yield from (ast.Constant(value) for value in _another(node.value))
    elif isinstance(node, ast.Return) and _tells(node.value):
        yield ast.Return(
            ast.Subscript(ast.Tuple([node.value, ast.Constant(None)], ast.Load()), ast.Constant(1), ast.Load())
        )
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield ast.comprehension(node.target, node.iter, [_not(node.ifs[0]), *node.ifs[1:]], node.is_async)
    elif isinstance(node, CONDITIONS) and not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield type(node)(**{**dict(ast.iter_fields(node)), "test": _not(node.test)})
    if isinstance(node, LEFT_OUT):  # kept, and never reached: a closure keeps its shape
        yield ast.If(ast.Constant(False), [node], [])


def _tells(value: ast.AST | None) -> bool:
    return value is not None and not (isinstance(value, ast.Constant) and value.value is None)


def _another(value) -> Iterator:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, str):
        yield f"{value}-not"


def _not(test: ast.AST) -> ast.AST:
    return ast.UnaryOp(ast.Not(), test)


def _told(node: ast.AST) -> str:
    text = ast.unparse(ast.fix_missing_locations(node))
    return " ".join(text.split("\n")[0 : 2 if text.startswith("if False") else 1]).strip()
