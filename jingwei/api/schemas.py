"""Shapes that every slice shares."""

import re
from datetime import date, timedelta
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

LARGEST = 2**63 - 1  # of a bigint


def _written(kind: str, pattern: str):
    """Dates are written, not counted: a number is no moment."""

    def check(value: Any) -> Any:
        if not isinstance(value, str) or not re.match(pattern, value, re.ASCII):
            raise PydanticCustomError(kind, "not as dates are written")
        return value

    return check


def _lasting(duration: timedelta) -> str:
    """As RFC 3339 writes a duration, which knows no parts of a second: PT26H0M6S."""
    seconds = int(duration.total_seconds())
    return f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"


def _true_or_false(value: Any) -> bool:
    if value not in ("true", "false", True, False):
        raise PydanticCustomError("bool_parsing", "neither true nor false")
    return value in ("true", True)


Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]  # what a database can hold
Id = Annotated[int, Field(ge=1, le=LARGEST)]  # in an address
Ref = Annotated[int, Field(ge=1, le=LARGEST, strict=True)]  # in a body
Flag = Annotated[bool, BeforeValidator(_true_or_false)]  # in an address
Day = Annotated[date, BeforeValidator(_written("date_type", r"\d{4}-\d\d-\d\d$"))]
Moment = Annotated[AwareDatetime, BeforeValidator(_written("datetime_type", r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d"))]
Duration = Annotated[timedelta, PlainSerializer(_lasting), WithJsonSchema({"type": "string", "format": "duration"})]
Words = Annotated[str, BeforeValidator(str)]  # said in the caller's language when it is asked for


class Input(Schema):
    """What is sent. A field that does not stand in the schema is refused, not ignored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Output(Schema):
    """What is given back."""


class Thing(Output):
    """A row, by its id."""

    id: int


class Named(Thing):
    """A row as it is called."""

    name: str

    @staticmethod
    def resolve_name(row) -> str:
        return str(row)


class Choice(Output):
    """A word of a fixed list: the one to compare with, and the one to show."""

    code: str
    label: Words


class Receipt(Output):
    """A write was done. It names nobody, so that it can be kept and given again; read the thing to see it."""

    id: int
    href: str = Field(description="The address of the thing in the API.")


class Done(Output):
    """A write was done to nothing that has an address of its own."""

    done: int = Field(description="How many rows it touched.")


def receipt(row_id: int, href: str) -> dict:
    return {"id": row_id, "href": f"/api/v1{href}"}
