"""What the database's planner knows of its tables."""

from collections.abc import Iterable

from django.db import connection, models


def refresh(tables: Iterable[type[models.Model]]) -> None:
    """Count anew after a bulk load, inside its transaction. PostgreSQL would otherwise plan with empty tables in mind
    until its own worker comes round, and has been seen to take minutes where milliseconds are due."""
    if connection.vendor != "postgresql":
        return
    names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")
