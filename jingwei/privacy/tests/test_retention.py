"""What is due goes: from rows, files, messages and the trail; it comes back from no backup; and the chain still holds."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.urls import reverse

from jingwei.cases import actions as cases
from jingwei.cases.models import Case, Photo
from jingwei.core import clock
from jingwei.core.models import InboxMessage
from jingwei.core.outbox import deliver_due
from jingwei.gate.models import TrailEntry
from jingwei.gate.periods import RULES, ago
from jingwei.gate.sealing import chain, forgetting
from jingwei.gate.sealing import check as chain_check
from jingwei.party.models import Affiliation
from jingwei.people.models import Person
from jingwei.privacy import erasing
from jingwei.privacy.models import Tombstone
from tests.journeys.turns import picture

CANARY = "canarytext7261"
YEAR = timedelta(days=367)


def closed_case(campus) -> Case:
    """With the canary in everything that people can write, and a picture."""
    case = campus.loop.report(text=f"走廊灯不亮 {CANARY}a")
    keeper, warden = campus["赵敏"], campus["王师傅"]
    cases.add_photo(campus["韩冬"], case.pk, upload=picture()["buffer"], stage="before")
    cases.add_remark(keeper, case.pk, text=f"已看过 {CANARY}b")
    cases.file_case(keeper, case.pk)
    cases.dispatch_case(keeper, case.pk)
    cases.accept_case(warden, case.pk)
    cases.claim_done(warden, case.pk, outcome=f"换了灯管 {CANARY}c")
    case.refresh_from_db()
    cases.close_case(case.checker, case.pk, answer=f"好了 {CANARY}d")
    deliver_due()
    case.refresh_from_db()
    return case


@pytest.mark.django_db
def test_nothing_goes_before_its_time(campus):
    case = closed_case(campus)
    with clock.travel(clock.now() + timedelta(days=89)):
        erasing.erase_due()
    assert Photo.objects.filter(case=case).exists()
    with clock.travel(clock.now() + timedelta(days=364)):
        erasing.erase_due()
    assert Case.objects.filter(pk=case.pk).exists()
    assert not Photo.objects.filter(case=case).exists()


@pytest.mark.django_db
def test_what_is_purged_is_missing_for_every_reader_and_leaves_class_date_and_rule(campus):
    case = closed_case(campus)
    page = reverse("cases:show", args=[case.pk])
    assert campus.client("韩冬").get(page).status_code == 200
    with clock.travel(clock.now() + YEAR):
        erasing.erase_due()
        day = clock.today()
    campus.clients.clear()  # signed in anew: the old sessions went, too
    for name in ("韩冬", "赵敏", "王师傅", "何书记", "严谨"):
        purged, never = campus.client(name).get(page), campus.client(name).get(reverse("cases:show", args=[987654]))
        assert purged.status_code == never.status_code, name
        assert purged.status_code in (403, 404)
    stones = Tombstone.objects.filter(rule="cases.ended")
    assert [(stone.data_class, stone.on) for stone in stones] == [("D05", day)]
    assert {field.name for field in Tombstone._meta.concrete_fields} == {"id", "data_class", "on", "rule"}


@pytest.mark.django_db
def test_a_second_round_finds_nothing_and_two_workers_make_one_round(campus):
    closed_case(campus)
    with clock.travel((clock.now() + YEAR).replace(hour=4)):
        assert erasing.erase_once_a_day() > 0
        assert erasing.erase_once_a_day() == 0
        assert erasing.erase_due() == 0


@pytest.mark.django_db
def test_the_chain_holds_when_contents_are_forgotten_and_breaks_when_nobody_announced_it(campus):
    case = closed_case(campus)
    chain.seal_all()
    with clock.travel(clock.now() + YEAR):
        erasing.erase_due()
    chain.seal_all()
    entries = TrailEntry.objects.filter(subject_type="cases.case", subject_id=case.pk)
    assert not entries.exists()
    assert CANARY not in json.dumps(list(TrailEntry.objects.values_list("data", flat=True)))
    verdict = chain_check.check()
    assert verdict.first_bad is None, verdict
    victim = forgetting.remembered().exclude(data={}).order_by("seq").first()
    TrailEntry.objects.filter(pk=victim.pk).update(data={}, salt="", subject_id=None)
    assert chain_check.check().first_bad == victim.seq


@pytest.mark.django_db
def test_what_is_left_of_a_forgotten_entry_cannot_be_edited(campus):
    closed_case(campus)
    with clock.travel(clock.now() + YEAR):
        erasing.erase_due()
    chain.seal_all()
    forgotten = TrailEntry.objects.filter(salt="").order_by("seq").first()
    TrailEntry.objects.filter(pk=forgotten.pk).update(actor=campus["沈青"])
    assert chain_check.check().first_bad == forgotten.seq


@pytest.mark.django_db
def test_after_three_years_the_trail_keeps_a_fingerprint_and_a_pseudonym(campus):
    campus.client("赵敏").get(reverse("people:show", args=[campus["韩冬"].pk]))
    chain.seal_all()
    entry, digest = campus.readings().get(), campus.readings().get().digest
    with clock.travel(clock.now() + 3 * YEAR):
        erasing.erase_due()
    chain.seal_all()
    entry.refresh_from_db()
    assert (entry.actor_id, entry.post, entry.subject_id, entry.salt, entry.digest) == (None, "", None, "", digest)
    assert entry.data == {"who": forgetting.pseudonym(campus["赵敏"].pk)}
    assert chain_check.check().first_bad is None
    campus.clients.clear()
    assert "没有人看过" in campus.client("韩冬").get(reverse("privacy:readings")).content.decode()


@pytest.mark.django_db
def test_who_left_is_forgotten_after_thirty_days_and_nobody_else_is(campus):
    gone = campus["沈青"]
    Person.objects.filter(pk=gone.pk).update(is_active=False, left_at=clock.now() - timedelta(days=31))
    Person.objects.filter(pk=campus["孙悦"].pk).update(is_active=False, left_at=clock.now() - timedelta(days=29))
    erasing.erase_due()
    row = Person.objects.get(pk=gone.pk)
    assert "沈青" not in str(vars(row))
    assert row.phone == row.email == row.class_name == ""
    assert row.number.startswith("gone-")
    assert campus["孙悦"].name == "孙悦"
    assert erasing.erase_due() == 0


@pytest.mark.django_db
def test_a_membership_that_ended_goes_after_six_months(campus):
    row = Affiliation.objects.filter(person=campus["周晓雨"]).get()
    Affiliation.objects.filter(pk=row.pk).update(start=ago(months=9), end=ago(months=6, days=1))
    other = Affiliation.objects.filter(person=campus["郑好"]).get()
    Affiliation.objects.filter(pk=other.pk).update(start=ago(months=9), end=ago(months=6) + timedelta(days=1))
    erasing.erase_due()
    assert not Affiliation.objects.filter(pk=row.pk).exists()
    assert Affiliation.objects.filter(pk=other.pk).exists()


@pytest.mark.django_db
def test_calendar_months_clamp_to_the_month_s_end():
    with clock.travel(clock.now().replace(year=2027, month=8, day=31)):
        assert ago(months=6).date().isoformat() == "2027-02-28"
        assert ago(years=3).date().isoformat() == "2024-08-31"


@pytest.mark.django_db
def test_the_log_outside_the_database_names_nobody(campus):
    case = closed_case(campus)
    with clock.travel(clock.now() + YEAR):
        erasing.erase_due()
    text = "".join(file.read_text() for file in configured.ERASURES_DIR.iterdir())
    lines = [json.loads(line) for line in text.splitlines()]
    assert "cases.ended" in {line["rule"] for line in lines}
    assert all(set(line) == {"rule", "on", "what"} and len(line["what"]) == 64 for line in lines)
    assert case.number not in text
    assert all(file.stat().st_mode & 0o077 == 0 for file in configured.ERASURES_DIR.iterdir())


@pytest.mark.django_db
def test_what_a_restore_brought_back_goes_again_and_nothing_else(campus):
    """As after a restore: the rows are back, the log outside remembers; a newer row with the same number is another one."""
    case, kept = closed_case(campus), campus.loop.report(text="另一件事")
    backup = Case.objects.filter(pk=case.pk).values().get()
    stone = timedelta(days=1)
    with clock.travel(clock.now() + YEAR):
        erasing.erase_due()
    Case.objects.create(**backup)
    Tombstone.objects.all().delete()
    with clock.travel(clock.now() + YEAR + stone):
        found = erasing.replay()
    assert found["cases.ended"] == 1
    assert not Case.objects.filter(pk=case.pk).exists()
    assert Case.objects.filter(pk=kept.pk).exists()
    assert Tombstone.objects.filter(rule="cases.ended").exists()
    Case.objects.create(**{**backup, "number": "9" * 19, "submission_key": "other"})
    assert erasing.replay().get("cases.ended") == 0


@pytest.mark.django_db
def test_a_last_line_cut_by_a_power_failure_is_passed_over(campus):
    closed_case(campus)
    with clock.travel(clock.now() + YEAR):
        erasing.erase_due()
    file = next(iter(configured.ERASURES_DIR.iterdir()))
    file.write_text(file.read_text() + '{"rule": "cases.en')
    assert erasing.replay()["cases.ended"] == 0


@pytest.mark.django_db
def test_every_rule_can_be_asked_what_is_due(campus):
    for rule in RULES.values():
        assert rule.due().order_by("pk").count() >= 0
        assert str(rule.period)


def everything(folder: Path) -> bytes:
    """All bytes that the program keeps: pictures and files, the log of erasures, the database with its own log."""
    kept = [path for path in folder.rglob("*") if path.is_file()]
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        kept += name.parent.glob(f"{name.name}*")
    return b"".join(path.read_bytes() for path in kept)


@pytest.mark.django_db(transaction=True)
def test_no_canary_is_left_in_any_file(campus, figure, tmp_path):
    """E5: rows, indexes, freed pages, the write-ahead log, pictures; on PostgreSQL the tables. Tasks carry numbers alone."""
    person = campus["沈青"]
    Person.objects.filter(pk=person.pk).update(
        name=f"{CANARY}e", phone=f"{CANARY}f"[:20], email=f"{CANARY}g@example.org"
    )
    case = closed_case(campus)
    photo = Photo.objects.get(case=case)
    key, jpeg = photo.key, default_storage.open(photo.key).read()
    Session.objects.create(session_key="s" * 32, session_data=f"{CANARY}h", expire_date=clock.now() + timedelta(days=1))
    Person.objects.filter(pk=person.pk).update(is_active=False, left_at=clock.now())
    if connection.vendor == "sqlite":
        assert CANARY.encode() in everything(tmp_path)
    with clock.travel(clock.now() + YEAR):
        erasing.erase_due()
    assert not default_storage.exists(key)
    assert not InboxMessage.objects.filter(payload__case=case.pk).exists()
    left = everything(tmp_path)
    found = left.count(CANARY.encode()) + left.count(jpeg[200:400])
    figure("E5", f"9 canaries planted, found {found} times in {len(left):,} bytes of files")
    assert found == 0
    assert CANARY not in rows_of_all_tables()


def rows_of_all_tables() -> str:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        texts = []
        for name in names:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608 - names from the database
            texts.append(str(cursor.fetchall()))
    return "".join(texts)


@pytest.mark.django_db
def test_freed_bytes_are_overwritten_later_where_it_could_not_be_done_at_once(campus, monkeypatch):
    closed_case(campus)

    def busy():
        raise OperationalError("database is locked")

    with clock.travel(clock.now() + YEAR):
        with monkeypatch.context() as patched:
            patched.setattr(erasing, "overwrite_freed", busy)
            with pytest.raises(OperationalError):
                erasing.erase_due()
        done = []
        monkeypatch.setattr(erasing, "overwrite_freed", lambda: done.append(True))
        erasing.overwrite_what_was_freed()
        erasing.overwrite_what_was_freed()
    assert done == [True]
