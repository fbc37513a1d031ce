"""我的档案 against an oracle: every row of every table that points at a person, every column, and nobody else."""

import io
import json
import time
import zipfile
from datetime import date, datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, ManyToManyField
from django.urls import reverse
from django.utils import timezone

from jingwei.cases import actions as cases
from jingwei.core import clock
from jingwei.core.outbox import deliver_due
from jingwei.gate.doors import Denied
from jingwei.gate.holdings import EXCEPTED, HOLDINGS
from jingwei.people.models import Person
from jingwei.privacy import making, mydata
from jingwei.privacy.actions import copies, looking, requests
from jingwei.privacy.models import DataCopy
from tests.journeys.turns import picture

from .conftest import REASON

pytestmark = pytest.mark.django_db
SECONDS = 60


@pytest.fixture
def lively(campus):
    """The person has reported, been read about, asked, been broken open, been inquired into."""
    loop, person = campus.loop, campus["韩冬"]
    case = loop.bring_to("closed")
    cases.add_photo(person, case.pk, upload=picture()["buffer"], stage="before")
    requests.ask_correction(person, field="major", right="工业设计", why="转了专业")
    requests.ask_objection(person, wish="explain", data_class="D02", why="想知道为什么")
    looking.break_glass(campus["王师傅"], subject=person.pk, purpose="emergency", reason=REASON)
    looking.open_inquiry(campus["严谨"], person=person, reason=REASON)
    campus.client("赵敏").get(reverse("people:show", args=[person.pk]))
    deliver_due()
    return campus


def opened(content: bytes) -> tuple[dict, zipfile.ZipFile]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return json.loads(archive.read("data.json")), archive


def oracle(person) -> dict[str, set[int]]:
    """Table → the rows that point at the person, found without asking what the slices declare."""
    found: dict[str, set[int]] = {}
    for model in apps.get_models():
        label = model._meta.label_lower
        for field in (*model._meta.fields, *model._meta.many_to_many):
            points = isinstance(field, ForeignKey | ManyToManyField) and field.related_model is Person
            if points and (label, field.name) not in EXCEPTED:
                ids = model._base_manager.filter(**{field.name: person}).values_list("pk", flat=True)
                found.setdefault(label, set()).update(ids)
    return {label: ids for label, ids in found.items() if ids}


def test_the_copy_has_every_row_that_the_oracle_finds(lively, figure):
    person = lively["韩冬"]
    held: dict[str, set[int]] = {}
    for holding in HOLDINGS:
        rows = holding.about_person(person).values_list("pk", flat=True)
        held.setdefault(holding.model._meta.label_lower, set()).update(rows)
    wanted = oracle(person)
    missing = {label: ids - held.get(label, set()) for label, ids in wanted.items()}
    figure(
        "E6",
        f"{sum(map(len, wanted.values()))} rows of {len(wanted)} tables, missing {sum(map(len, missing.values()))}",
    )
    assert not any(missing.values())
    assert len(wanted) >= 9


def test_the_copy_has_every_value_and_is_made_in_time(lively):
    person = lively["韩冬"]
    begun = time.monotonic()
    data, archive = opened(mydata.packed(person))
    assert time.monotonic() - begun < SECONDS
    tables: dict[str, str] = {}
    for held in data["holdings"]:
        tables[held["table"]] = tables.get(held["table"], "") + json.dumps(held["rows"], ensure_ascii=False)
    for holding in HOLDINGS:
        for row in holding.about_person(person):
            for path in holding.columns:
                value = getattr(row, path, None)  # plain columns; paths and computed ones have their own tests
                if isinstance(value, str) and value and not hasattr(row, f"get_{path}_display"):
                    assert json.dumps(value, ensure_ascii=False)[1:-1] in tables[holding.model._meta.label_lower]
                if isinstance(value, datetime):
                    assert (
                        timezone.localtime(value).isoformat(timespec="seconds")
                        in tables[holding.model._meta.label_lower]
                    )
                elif isinstance(value, date):
                    assert value.isoformat() in tables[holding.model._meta.label_lower]
    page = archive.read("我的档案.html").decode()
    assert person.phone in page
    assert "走廊东头第二盏灯不亮两天了" in page
    assert any(name.startswith("files/") and archive.read(name)[:2] == b"\xff\xd8" for name in archive.namelist())


def test_nobody_else_is_named_but_those_who_looked(lively):
    """Who read, and who broke the glass, is the person's to know; room-mates, handlers and approvers are masked."""
    person = lively["韩冬"]
    data, _archive = opened(mydata.packed(person))
    looked = {"赵敏", "王师傅", "严谨"}
    others = set(Person.objects.exclude(pk=person.pk).values_list("name", flat=True)) - looked
    text = json.dumps(data, ensure_ascii=False)
    assert not {name for name in others if name in text}
    numbers = set(Person.objects.exclude(pk=person.pk).values_list("number", flat=True))
    assert not {number for number in numbers if number in text}
    phones = set(Person.objects.exclude(pk=person.pk).values_list("phone", flat=True))
    assert not {phone for phone in phones if phone in text}


def test_no_secret_is_in_it(lively):
    person = lively["韩冬"]
    Person.objects.filter(pk=person.pk).update(password="md5$canary$canary")
    assert "canary" not in json.dumps(opened(mydata.packed(lively["韩冬"]))[0])


def test_it_is_made_by_the_worker_shown_as_it_goes_and_fetched_once_ready(lively):
    client, person = lively.client("韩冬"), lively["韩冬"]
    page = reverse("privacy:my-data")
    client.post(reverse("privacy:copy-new"))
    row = DataCopy.objects.get()
    progress = client.get(reverse("privacy:copy-progress", args=[row.pk])).content.decode()
    assert "<progress" in progress
    copies.make_copy(row.pk)
    link = client.get(page).context["link"]
    answer = client.get(reverse("privacy:copy-file", args=[row.pk]), {"link": link})
    assert answer.status_code == 200
    assert opened(answer.content)[0]["person"] == person.number
    assert lively.client("沈青").get(reverse("privacy:copy-file", args=[row.pk]), {"link": link}).status_code == 404
    assert client.get(reverse("privacy:copy-file", args=[row.pk]), {"link": "x"}).status_code == 404


def test_one_at_a_time_and_gone_after_seven_days(campus):
    row = copies.ask_copy(campus["韩冬"])
    with pytest.raises(ValidationError):
        copies.ask_copy(campus["韩冬"])
    copies.make_copy(row.pk)
    row.refresh_from_db()
    with clock.travel(row.expires_at):
        with pytest.raises(Denied):
            copies.open_copy(campus["韩冬"], row.pk)
        assert making.expire() == 1
    with pytest.raises(Denied):
        copies.open_copy(campus["沈青"], row.pk)
