"""Views, forms, templates' tags and the API hold no door of their own: rows of people come through the gate or a query."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

JINGWEI = Path(__file__).resolve().parents[2] / "jingwei"
OUTER = (
    "views",
    "forms",
    "api",
    "templatetags",
)  # what stands between a request and the queries and actions of its slice
# What the college is, nobody's row: places and the catalogue (class D01 of the policy table).
PLACES = {"Campus", "Building", "Floor", "Room", "Branch", "Family", "Category", "Desk", "Term"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# Raw SQL, and why it is there.
RAW = {
    "core/statistics.py": "PostgreSQL is told to count its tables after a bulk load",
    "core/database.py": "what was erased is erased from the bytes of the file too",
}


def sources():
    """Every file of the program, tests and migrations aside: (path within jingwei, tree)."""
    for path in sorted(JINGWEI.rglob("*.py")):
        parts = path.relative_to(JINGWEI).parts
        if not {"tests", "migrations", "demo"} & set(parts):
            yield "/".join(parts), ast.parse(path.read_text("utf-8"))


def is_outer(name: str) -> bool:
    """Of a slice's files: views.py, views/…, forms.py …; the API's own machinery is no slice's."""
    slice_, *rest = name.split("/")
    return slice_ != "api" and bool(rest) and rest[0].removesuffix(".py") in OUTER


def managers(tree: ast.AST) -> set[str]:
    """The models whose managers a file asks directly: `Person.objects` → Person."""
    return {
        node.value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and isinstance(node.value, ast.Name)
    }


def test_nothing_between_request_and_query_asks_for_rows_of_people(figure):
    models = {model.__name__ for model in apps.get_models()}
    outer = [(name, tree) for name, tree in sources() if is_outer(name)]
    assert len(outer) > 40
    asked = {f"{name}: {model}.objects" for name, tree in outer for model in managers(tree) & models - PLACES}
    figure("A4", f"{len(outer)} files between request and query, {len(asked)} ask for rows by themselves")
    assert not asked, "\n".join(sorted(asked))


def test_raw_sql_stands_where_it_says_why(figure):
    found = {
        name
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("raw", "cursor", "extra")
    }
    figure("A4", f"raw SQL in {len(found)} files, {len(found - set(RAW))} of them without a reason")
    assert found == set(RAW)


@pytest.mark.parametrize("place", sorted(PLACES))
def test_a_place_names_no_person(place):
    [model] = [model for model in apps.get_models() if model.__name__ == place]
    person = apps.get_model("people.Person")
    assert not [field.name for field in model._meta.concrete_fields if field.related_model is person]
