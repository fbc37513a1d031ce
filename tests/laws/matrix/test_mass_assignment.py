"""Every field of every table sent to every address that writes, by those who may write there: nothing changes by it."""

import json
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests.support.database import contents

from .routes import API, MISSING
from .test_matrix import WRITTEN
from .walk import BACKEND, Address, addresses, nothing_stays, spread
from .world import ids

pytestmark = [pytest.mark.django_db]
WRITERS = ("何书记", "孔科长", "赵敏", "韩冬", "王师傅", "严谨")
NOTED = {
    "gate_trailentry",
    "gate_glassline",
    "sign_in_device",
    "axes_accessattempt",
    "axes_accessfailurelog",
    "axes_accesslog",
}
VALUE = "雀"


def every_column() -> dict[str, str]:
    """Each column of each table, under its own name and under that of its key."""
    names = {
        name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        for name in (field.name, field.attname)
        if not field.primary_key
    }
    return dict.fromkeys(sorted(names | {"is_staff", "is_superuser", "role", "scope", "pk", "id"}), VALUE)


def writes() -> Iterator[tuple[Address, tuple]]:
    """Each writing address with a row of each kind it names, two rows where there are many."""
    for address in addresses():
        if address.method == "GET":
            continue
        rule = address.rule
        if rule is None:
            yield from ((address, words) for words in address.words)
        elif hasattr(rule, "labels"):
            yield address, tuple((ids(label) or [MISSING])[0] for label in rule.labels)
        else:
            for pk in spread(ids(rule.label), 2):
                yield address, rule.arguments(pk)[0]


@pytest.mark.parametrize("name", WRITERS)
def test_no_column_is_written_that_no_form_asks_for(world, figure, name):
    client = Client()
    client.force_login(world[name], backend=BACKEND)
    columns, before, wrong, tried = every_column(), contents(), [], 0
    for address, arguments in writes():
        body = {"data": columns}
        if address.name.startswith(API):
            body = {"data": json.dumps(columns), "content_type": "application/json"}
        path = reverse(address.name, args=arguments)
        with nothing_stays():
            response = getattr(client, address.method.lower())(path, headers=WRITTEN[0], **body)
            after = contents()
        tried += 1
        changed = {table for table in after if after[table] != before.get(table)} - NOTED
        if changed or response.status_code >= 500:
            wrong.append(f"{address.method} {path}: {response.status_code}, wrote {sorted(changed)}")
    figure("A6", f"{name}: {tried} writes × {len(columns)} columns, {len(wrong)} that changed a row")
    assert not wrong, "\n".join(wrong)
