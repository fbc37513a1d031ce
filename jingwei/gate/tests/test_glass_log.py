"""The index of the glass logs says what a scan of the whole trail says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jingwei.core import clock
from jingwei.gate import glass_log, trail
from jingwei.gate.models import GlassLine, TrailEntry
from jingwei.gate.sealing import chain, forgetting
from jingwei.people import readings
from jingwei.people.models import Person
from jingwei.site.commands import index_readings, verify_trail


def scanned(person: int) -> list[int]:
    """Entry by entry through all of the trail."""
    rows = TrailEntry.objects.filter(verb="read").order_by("-pk")
    return [entry.pk for entry in rows if person in entry.data.get("ids", ())]


def indexed(person: int) -> list[int]:
    return [entry.pk for entry in readings.about(Person(pk=person))]


@pytest.fixture
def people(cast):
    """Readings of every number of people, by several readers, acts between them."""
    people = list(Person.objects.order_by("pk"))
    ids = [person.pk for person in people]
    for number, reader in enumerate(people):
        shown = {("D02", "care"): ids[number % 3 :: 3], ("D03", "care"): ids[:1], ("D13", "organisation"): []}
        trail.record_readings(reader, shown, page="people:list")
        trail.record(reader, "people.revise", reader)
    return ids


def test_the_index_finds_what_a_scan_finds(people):
    assert glass_log.first_misfit() is None
    assert [indexed(person) for person in people] == [scanned(person) for person in people]
    assert max(len(scanned(person)) for person in people) > 10
    reader = Person.objects.get(pk=people[0])
    assert readings.classes(reader) == ["D02", "D03"]
    assert [entry.data["class"] for entry in readings.about(reader, "D03")] == ["D03"] * (len(people) - 1)


@pytest.mark.django_db(transaction=True)
def test_an_entry_and_its_lines_stand_or_fall_together(people, monkeypatch):
    before = TrailEntry.objects.count()

    def fail(entries):
        raise OSError("disk full")

    monkeypatch.setattr(glass_log, "add", fail)
    with pytest.raises(OSError, match="disk full"):
        trail.record_reading(Person.objects.get(pk=people[0]), "D02", people, purpose="care", page="people:list")
    assert TrailEntry.objects.count() == before


def test_what_is_forgotten_is_found_no_more(people):
    chain.seal_all()
    old = list(TrailEntry.objects.filter(verb="read").order_by("pk")[:5])
    forgetting.forget_wholly(old)
    assert not GlassLine.objects.filter(entry__in=[entry.pk for entry in old]).exists()
    assert glass_log.first_misfit() is None
    assert [indexed(person) for person in people] == [scanned(person) for person in people]


def test_a_line_taken_out_or_put_in_is_named_and_mended(people, capsys, settings, tmp_path):
    settings.TRAIL_HEADS_DIR = tmp_path / "heads"
    chain.seal_all()
    line = GlassLine.objects.order_by("entry", "person")[7]
    line.delete()
    assert glass_log.first_misfit() == line.entry_id
    assert verify_trail.run() == 1
    assert "index-readings" in capsys.readouterr().out
    assert index_readings.run() == 0
    assert verify_trail.run() == 0
    stranger = TrailEntry.objects.exclude(verb="read").first()
    GlassLine.objects.create(entry=stranger, person_id=people[0], data_class="D02")
    assert verify_trail.run(as_json=True) == 1
    assert f'"first_misfit": {stranger.pk}' in capsys.readouterr().out


@pytest.mark.parametrize("address", ["/privacy/readings/", "/privacy/", "/privacy/readings/?class=D02"])
def test_ten_thousand_readings_cost_no_more_statements_than_a_hundred(cast, client, address, figure):
    person, reader = cast["沈青"], cast["何书记"]

    def read(times: int) -> None:
        data = {"class": "D02", "ids": [person.pk], "purpose": "care", "page": "people:show"}
        entry = {"actor": reader, "post": "committee", "verb": "read", "subject_type": "people.person", "data": data}
        entries = TrailEntry.objects.bulk_create(TrailEntry(**entry, at=clock.now()) for _number in range(times))
        glass_log.add(entries)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    read(100)
    statements()
    few = statements()
    read(9900)
    figure("E6", f"{address}: {few} statements with 100 readings, {statements()} with 10,000")
    assert statements() == few
