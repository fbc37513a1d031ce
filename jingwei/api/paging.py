"""Keyset paging: one kind of cursor for all lists. It is signed, bound to its list and reader, and grants nothing:
what stands behind it is asked of the gate anew each time."""

from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from ninja import Field, Schema

from .problems import FieldError, Problem
from .schemas import Text

Row = TypeVar("Row")
SALT = "jingwei.api.cursor"
MOST = 100


class PageQuery(Schema):
    after: Text = Field("", max_length=1000, description="The `next` of the page before; empty for the first page.")
    limit: int = Field(50, ge=1, le=MOST, description="How many at most.")


class Page(Schema, Generic[Row]):
    items: list[Row]
    next: str | None = Field(description="Give it as `after` to go on; null on the last page.")

    @classmethod
    def model_parametrized_name(cls, params: tuple[type, ...]) -> str:
        return f"PageOf{params[0].__name__}"


def one_page(request, rows: QuerySet, query: PageQuery, *, order: tuple[str, ...]) -> dict:
    """A page of `rows` in the order given (fields that are never null, the last of them unique). One statement."""
    if query.after:
        rows = rows.filter(_behind(order, _opened(request, query.after, order)))
    found = list(rows.order_by(*order)[: query.limit + 1])
    shown = found[: query.limit]
    more = len(found) > query.limit
    return {"items": shown, "next": _cursor(request, [_value(shown[-1], name) for name in order]) if more else None}


def _behind(order: tuple[str, ...], values: list) -> Q:
    """Rows after these values: the first differing column decides."""
    condition, same = Q(pk__in=[]), Q()
    for name, value in zip(order, values, strict=True):
        path = name.lstrip("-")
        condition |= same & Q(**{f"{path}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{path: value})
    return condition


def _value(row, name: str) -> Any:
    for part in name.lstrip("-").split("__"):
        row = getattr(row, part)
    return {"at": row.isoformat()} if isinstance(row, datetime) else row


def _cursor(request, values: list) -> str:
    return signing.dumps([_list(request), values], salt=SALT)


def _opened(request, cursor: str, order: tuple[str, ...]) -> list:
    try:
        which, values = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError):
        which, values = None, []
    if which != _list(request) or len(values) != len(order):
        raise Problem("invalid", errors=[FieldError("query", "after", _("这个游标不是这张列表的"))])
    return [datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value for value in values]


def _list(request) -> list:
    return [request.resolver_match.view_name, request.path, request.user.pk]
