"""The catalogue: the rows a college starts from, and how it changes them."""

import tomllib
from pathlib import Path

from django.db import transaction

from jingwei.cases.models import Category, Desk, Family
from jingwei.gate.doors import change, create_many

DEFAULTS = Path(__file__).parents[1] / "catalogue.toml"


def ensure_catalogue(actor) -> int:
    """Add what the default catalogue has and the college has not, by code; rows there are stay as they are.

    Returns how many categories were added.
    """
    table = tomllib.loads(DEFAULTS.read_text("utf-8"))
    with transaction.atomic():
        _add(actor, Desk, [Desk(code=row["code"], kind=row["kind"], **_names(row)) for row in table["desk"]])
        _add(
            actor,
            Family,
            [
                Family(code=row["code"], icon=row["icon"], position=position, **_names(row))
                for position, row in enumerate(table["family"])
            ],
        )
        desks, families = _by_code(Desk), _by_code(Family)
        return _add(
            actor,
            Category,
            [
                _category(row, families[family["code"]], desks.get(row.get("desk")), position)
                for family in table["family"]
                for position, row in enumerate(family["category"])
            ],
        )


def change_category(actor, pk, **fields) -> Category:
    """Change one category. Cases already filed keep the limit they were filed under."""
    with change(actor, "cases.catalogue", Category, pk, verb="cases.change_category") as category:
        for name, value in fields.items():
            setattr(category, name, value)
    return category


def _category(row: dict, family: Family, desk: Desk | None, position: int) -> Category:
    amount, clock = row.get("limit", (2, "work_day"))
    return Category(
        family=family,
        code=row["code"],
        position=position,
        **_names(row),
        filing_standard_zh=row["filing"][0],
        filing_standard_en=row["filing"][1],
        closing_standard_zh=row["closing"][0],
        closing_standard_en=row["closing"][1],
        limit_amount=amount,
        limit_clock=clock,
        route=row["route"],
        desk=desk,
        questions=row.get("questions", []),
        stopper=row.get("stopper", {}),
        **{flag: row.get(flag, False) for flag in ("urgent", "personal", "needs_photo")},
    )


def _names(row: dict) -> dict:
    return {"name_zh": row["zh"], "name_en": row["en"]}


def _by_code(model) -> dict:
    return {row.code: row for row in model.objects.all()}


def _add(actor, model, rows: list) -> int:
    known = set(model.objects.values_list("code", flat=True))
    new = [row for row in rows if row.code not in known]
    return len(create_many(actor, "cases.catalogue", model, new, verb="cases.load_catalogue"))
