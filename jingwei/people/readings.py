"""The glass log: who has read about me."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Func, Value
from django.utils.translation import gettext_lazy as _

from jingwei.gate.models import TrailEntry
from jingwei.gate.policy import capabilities
from jingwei.gate.roles import Role

LATEST = 30
WORDS = {
    "D02": _("名册里的你"),
    "D04": _("你的任职"),
    "D05": _("与你有关的案卷"),
    "D06": _("你上传的照片"),
    "D13": _("你的发展党员记录"),
}


class Names(Func):
    """Whether the ids in an entry's data hold an id, in the words of either database."""

    output_field = BooleanField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template="EXISTS (SELECT 1 FROM json_each(%(expressions)s)",
            arg_joiner=", '$.ids') WHERE value = ",
            **context,
        )

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template="((%(expressions)s::bigint))",
            arg_joiner=" -> 'ids') @> to_jsonb(",
            **context,
        )


@dataclass(frozen=True)
class Reading:
    at: datetime
    who: str
    post: str
    what: str


def of_me(person) -> list[Reading]:
    """The latest readings of data about this person by others (never their own)."""
    entries = (
        TrailEntry.objects.filter(
            Names("data", Value(person.pk)), subject_type="people.person", subject_id=None, verb="read"
        )
        .select_related("actor")
        .order_by("-pk")[:LATEST]
    )
    return [Reading(entry.at, entry.actor.name, _post(entry.post), _what(entry.data["class"])) for entry in entries]


def _post(roles: str) -> str:
    first = roles.partition(",")[0]
    return str(Role(first).label) if first in Role.values else ""


def _what(code: str) -> str:
    return str(
        WORDS.get(code) or next(row.data_class.title for row in capabilities().values() if row.data_class.code == code)
    )
