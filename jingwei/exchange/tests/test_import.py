"""The five workbooks, from preview to undo, on real files."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from jingwei.core import clock
from jingwei.exchange.actions import (
    confirm_import,
    decide_finding,
    discard_import,
    discard_stale_previews,
    forget_old_undos,
    stage_import,
    undo_import,
)
from jingwei.exchange.models import ImportFinding, ImportJournal, ImportRun, StagedRows
from jingwei.exchange.queries import line_counts
from jingwei.exchange.rosters.sheets import SHEETS
from jingwei.exchange.rosters.workbooks import corrections
from jingwei.exchange.runs.files import Upload
from jingwei.gate.flow import WrongState
from jingwei.gate.models import Appointment, TrailEntry
from jingwei.gate.posts import System
from jingwei.grids.models import Plan, PlanRoom
from jingwei.housing.models import Room, Stay
from jingwei.housing.place_code import is_valid
from jingwei.party.models import Affiliation
from jingwei.people.models import Person

from .books import AS_RECEIVED, COLLEGE, folder, houseful, sheet_book, sleeper

pytestmark = pytest.mark.django_db
CLI = System("cli")
TABLES = ("people.person", "housing.campus", "housing.building", "housing.floor", "housing.room", "housing.stay")
TABLES += ("party.branch", "party.group", "party.affiliation", "party.affiliation_contacts", "gate.appointment")


def bring(*files, **options) -> ImportRun:
    run = stage_import(CLI, files, **options)
    return confirm_import(CLI, run.pk, sweeping_ok=True)


def picture() -> dict:
    """Every row of every table that an import writes."""
    return {label: list(apps.get_model(label)._base_manager.order_by("pk").values()) for label in TABLES}


def codes(run: ImportRun) -> Counter:
    return Counter(run.findings.filter(accepted=False).values_list("code", flat=True))


def test_the_college_comes_in_as_its_truth_says():
    truth = json.loads((COLLEGE / "truth.json").read_text())
    run = bring(*folder(COLLEGE))
    assert {name: run.counts[name] for name in truth if name in run.counts} == {
        name: value for name, value in truth.items() if isinstance(value, int) and name != "seed"
    }
    assert not run.findings.exists()
    assert Stay.objects.live().count() == 1136
    assert Room.objects.count() == 284
    assert all(is_valid(code) for code in Room.objects.values_list("place_code", flat=True))
    assert Counter(Affiliation.objects.values_list("standing", flat=True)) == {
        "activist": 680,
        "member": 148,
        "probationary": 68,
        "applicant": 162,
    }
    assert Appointment.objects.filter(role="secretary", unit_kind="branch").count() == 16
    assert Affiliation.contacts.through.objects.count() == 680
    assert not StagedRows.objects.exists()


def test_the_same_files_again_change_nothing():
    bring(*folder(COLLEGE))
    before, trail = picture(), TrailEntry.objects.count()
    run = stage_import(CLI, folder(COLLEGE))
    assert line_counts(run) == {"new": 0, "changed": 0, "gone": 0}
    confirm_import(CLI, run.pk)
    assert picture() == before
    assert TrailEntry.objects.count() == trail + 2  # staged, confirmed


def test_what_is_clear_is_read_and_what_is_not_is_a_finding_on_its_row():
    run = stage_import(CLI, folder(AS_RECEIVED))
    assert codes(run) == {
        "twice": 1,
        "no_number_hint": 1,
        "two_rooms": 2,
        "gender": 1,
        "short_branch": 1,
        "off_campus": 1,
        "waits": 2,
    }
    assert list(run.findings.filter(code="two_rooms").values_list("row_number", flat=True)) == [657, 1141]
    assert run.files[0]["notes"] == [["blank", {}, 1], ["totals", {}, 1]]
    assert run.counts["rooms"] == 284
    # Nobody is lost: read, or waiting on a row that says so.
    assert run.counts["students"] + 2 == 1136
    assert run.counts["activists"] + 1 == 680


def test_a_decision_lets_the_row_in():
    run = stage_import(CLI, folder(AS_RECEIVED))
    for code in ("no_number_hint", "gender"):
        decide_finding(CLI, run.pk, run.findings.get(code=code).pk)
    first, second = run.findings.filter(code="two_rooms")
    decide_finding(CLI, run.pk, first.pk)
    second = run.findings.filter(code="two_rooms", accepted=False).first()
    run.refresh_from_db()
    assert second is None
    assert run.counts["students"] == 1136
    assert run.counts["activists"] == 680
    confirm_import(CLI, run.pk)
    assert Stay.objects.get(person__name="叶诗妍").room.number == "319"


def test_a_decision_can_be_taken_back_and_is_not_for_every_finding():
    run = stage_import(CLI, folder(AS_RECEIVED))
    finding = run.findings.get(code="gender")
    decide_finding(CLI, run.pk, finding.pk)
    decide_finding(CLI, run.pk, finding.pk, accepted=False)
    run.refresh_from_db()
    assert run.counts["students"] == 1134
    with pytest.raises(ValidationError):
        decide_finding(CLI, run.pk, run.findings.get(code="short_branch").pk)


def test_the_rows_that_wait_come_back_corrected():
    first = bring(*folder(AS_RECEIVED))
    before = Person.objects.count()
    corrected = [
        sleeper(0, number="2023230008", name="谢飞勇", building="3号楼", room="113", bed=2),
    ]
    given_back = corrections(first, SHEETS["housing"])
    run = stage_import(CLI, [Upload("住宿名单-待改.xlsx", given_back)])
    assert run.partial  # an error workbook says nothing of who is not in it
    assert codes(run)["no_number"] == 1  # unchanged, it says the same again
    bring(sheet_book("housing", corrected), partial=True)
    assert Person.objects.count() == before + 1
    assert Person.objects.get(number="2023230008").name == "谢飞勇"
    assert Stay.objects.live().count() == 1134


def test_next_term_moves_adds_and_retires_with_history():
    bring(sheet_book("housing", [sleeper(1), sleeper(2, bed=2), sleeper(3, bed=3), sleeper(4, bed=4)]))
    old = Stay.objects.get(person__number="2026000001")
    run = bring(
        sheet_book("housing", [sleeper(1, room="102"), sleeper(2, bed=1), sleeper(3, bed=3), sleeper(5, bed=4)])
    )
    assert line_counts(run) == {"new": 2, "changed": 2, "gone": 1}  # room 102 and 同学5; two moves; 同学4
    old.refresh_from_db()
    new = Stay.objects.get(person__number="2026000001", end__isnull=True)
    assert (old.end, new.room.number) == (new.start, "102")
    assert Stay.objects.get(person__number="2026000002", end__isnull=True).bed == "1"
    assert Stay.objects.filter(person__number="2026000003").count() == 1
    gone = Person.objects.get(number="2026000004")
    assert (gone.is_active, gone.left_at) == (False, run.confirmed_at)
    assert not gone.stays.live().exists()
    back = bring(sheet_book("housing", [sleeper(4, bed=2)]), partial=True)
    gone.refresh_from_db()
    assert (gone.is_active, gone.left_at) == (True, None)
    assert back.counts["retired"] == 0


def test_a_new_standing_is_a_new_row_that_keeps_the_dates():
    bring(*small_party())
    person = Person.objects.get(number="2026000002")
    activist = person.affiliations.get()
    bring(*small_party(promoted=True))
    activist.refresh_from_db()
    now = person.affiliations.get(end__isnull=True)
    assert activist.end == now.start
    assert (now.standing, str(now.applied_on), str(now.joined_on)) == ("probationary", "2025-10-01", "2026-11-01")


def test_a_secretary_who_changes_is_ended_and_the_new_one_appointed():
    bring(*small_party())
    bring(*small_party(promoted=True, secretary="2026000002"))
    posts = Appointment.objects.filter(role="secretary").order_by("pk")
    assert [(post.person.number, post.end is None) for post in posts] == [("2026000001", False), ("2026000002", True)]


def small_party(*, promoted: bool = False, secretary: str = "2026000001"):
    branch = {"branch": "学生第一党支部"}
    member = {
        "number": "2026000001",
        "name": "同学1",
        "gender": "男",
        "standing": "正式党员",
        "group": "第一党小组",
        **branch,
    }
    members = [member]
    activists = []
    if promoted:
        members.append(
            {
                "number": "2026000002",
                "name": "同学2",
                "gender": "男",
                "standing": "预备党员",
                "joined_on": "2026.11",
                **branch,
            }
        )
    else:
        activists.append(
            {
                "number": "2026000002",
                "name": "同学2",
                "applied_on": "2025年10月",
                "activist_on": "2026/4/1",
                "contacts": "同学1",
                **branch,
            }
        )
    filler = {"number": "2026000003", "name": "同学3", "applied_on": "20261020", "activist_on": "20261020", **branch}
    return (
        sheet_book("housing", [sleeper(1), sleeper(2, bed=2), sleeper(3, bed=3)]),
        sheet_book("branches", [{"branch_name": "学生第一党支部", "kind": "学生", "secretary_number": secretary}]),
        sheet_book("members", members),
        sheet_book("activists", [*activists, filler]),
    )


def test_many_leaving_at_once_needs_a_word():
    bring(sheet_book("housing", houseful(12)))
    run = stage_import(CLI, [sheet_book("housing", houseful(6))])
    assert run.counts["sweeping"]
    with pytest.raises(ValidationError):
        confirm_import(CLI, run.pk)
    assert Person.objects.filter(is_active=True).count() == 12
    confirm_import(CLI, run.pk, sweeping_ok=True)
    assert Person.objects.filter(is_active=True).count() == 6


def test_undo_is_the_exact_inverse():
    bring(sheet_book("housing", [sleeper(1), sleeper(2, bed=2), sleeper(9, room="109")]))
    before = picture()
    run = bring(*small_party())
    assert picture() != before
    undo_import(CLI, run.pk)
    assert picture() == before
    with pytest.raises(WrongState):
        undo_import(CLI, run.pk)


def test_undo_brings_back_contacts_posts_and_standings():
    bring(*small_party())
    before = picture()
    run = bring(*small_party(promoted=True, secretary="2026000002"))
    undo_import(CLI, run.pk)
    after = picture()
    # A link that was taken off and put back is a new row that says the same.
    pairs = [
        {key: value for key, value in row.items() if key != "id"} for row in before.pop("party.affiliation_contacts")
    ]
    assert [
        {key: value for key, value in row.items() if key != "id"} for row in after.pop("party.affiliation_contacts")
    ] == pairs
    assert after == before


def test_undo_is_refused_once_something_was_built_on_it():
    run = bring(sheet_book("housing", [sleeper(1)]))
    plan = Plan.objects.create(term=run.term)
    PlanRoom.objects.create(plan=plan, room=Room.objects.get())
    before = picture()
    with pytest.raises(ValidationError, match="网格方案"):
        undo_import(CLI, run.pk)
    assert picture() == before


def test_undo_is_refused_where_a_row_was_changed_since():
    bring(sheet_book("housing", [sleeper(1)]))
    run = bring(sheet_book("housing", [sleeper(1, class_name="软件2602")]))
    Person.objects.update(class_name="软件2603")
    with pytest.raises(ValidationError):
        undo_import(CLI, run.pk)


def test_imports_are_undone_from_the_last_one_back():
    first = bring(sheet_book("housing", [sleeper(1)]))
    second = bring(sheet_book("housing", [sleeper(1), sleeper(2, bed=2)]))
    with pytest.raises(ValidationError):
        undo_import(CLI, first.pk)
    undo_import(CLI, second.pk)
    undo_import(CLI, first.pk)
    assert not Person.objects.exists()


def test_a_college_that_changed_since_the_preview_is_looked_at_again():
    run = stage_import(CLI, [sheet_book("housing", [sleeper(1), sleeper(2, bed=2)])])
    bring(sheet_book("housing", [sleeper(1)]))
    with pytest.raises(ValidationError, match="再看一遍"):
        confirm_import(CLI, run.pk)
    assert ImportRun.objects.get(pk=run.pk).state == "previewed"


def test_a_discarded_preview_leaves_nothing_behind():
    run = stage_import(CLI, folder(AS_RECEIVED))
    discard_import(CLI, run.pk)
    assert not StagedRows.objects.exists()
    assert not ImportFinding.objects.exists()
    assert not Person.objects.exists()


def test_a_preview_nobody_came_back_to_is_given_up_after_a_week():
    run = stage_import(CLI, [sheet_book("housing", [sleeper(1)])])
    with clock.travel(run.created_at + timedelta(days=6)):
        assert discard_stale_previews() == 0
    with clock.travel(run.created_at + timedelta(days=8)):
        assert discard_stale_previews() == 1
        assert discard_stale_previews() == 0
    run.refresh_from_db()
    assert run.state == "discarded"
    assert not StagedRows.objects.exists()


def test_a_number_that_somebody_changed_themselves_stays():
    bring(sheet_book("housing", [sleeper(1), sleeper(2, bed=2)]))
    person = Person.objects.get(number="2026000001")
    TrailEntry.objects.create(
        actor=person,
        post="resident",
        verb="account.update",
        subject_type="people.person",
        subject_id=person.pk,
        data={"changed": {"phone": ["13800000001", "13912345678"]}},
    )
    Person.objects.filter(pk=person.pk).update(phone="13912345678")
    bring(sheet_book("housing", [sleeper(1, phone="13700000001"), sleeper(2, bed=2, phone="13700000002")]))
    assert list(Person.objects.order_by("number").values_list("phone", flat=True)) == ["13912345678", "13700000002"]


def test_a_waiting_row_sends_nobody_away():
    bring(sheet_book("housing", houseful(8)))
    rows = houseful(8)
    rows[3]["number"] = ""
    rows[5]["building"] = "主楼"
    run = bring(sheet_book("housing", rows))
    assert line_counts(run) == {"new": 0, "changed": 0, "gone": 0}
    assert Person.objects.filter(is_active=True).count() == 8


def test_two_in_one_bed_and_a_bed_that_is_taken():
    bring(sheet_book("housing", [sleeper(1), sleeper(2, bed=2)]))
    run = stage_import(
        CLI, [sheet_book("housing", [sleeper(3, bed=2), sleeper(4, bed=3), sleeper(5, bed=3)])], partial=True
    )
    assert codes(run) == {"bed_taken": 1, "same_bed": 2}
    confirm_import(CLI, run.pk)
    assert Stay.objects.live().count() == 2
    assert Person.objects.count() == 5  # who they are is clear; where they sleep is not


def test_people_may_swap_beds():
    bring(sheet_book("housing", [sleeper(1, bed=1), sleeper(2, bed=2)]))
    bring(sheet_book("housing", [sleeper(1, bed=2), sleeper(2, bed=1)]))
    assert dict(Stay.objects.live().values_list("person__name", "bed")) == {"同学1": "2", "同学2": "1"}


def test_the_moment_of_the_confirmation_is_when_it_holds():
    at = clock.now().replace(year=2025)
    run = stage_import(CLI, [sheet_book("housing", [sleeper(1)])])
    confirm_import(CLI, run.pk, at=at)
    assert Stay.objects.get().start == at


def test_an_import_can_be_taken_back_for_fourteen_days_and_then_its_rows_are_dropped():
    run = bring(sheet_book("housing", [sleeper(1), sleeper(2)]))
    assert run.findings.exists()
    with clock.travel(run.undo_until):
        assert forget_old_undos() == 0
    with clock.travel(run.undo_until + timedelta(minutes=1)):
        with pytest.raises(ValidationError, match="14 天"):
            undo_import(CLI, run.pk)
        assert forget_old_undos() == 1
        assert forget_old_undos() == 0
        with pytest.raises(ValidationError, match="14 天"):
            undo_import(CLI, run.pk)
    run.refresh_from_db()
    assert (run.state, run.forgotten) == ("confirmed", True)
    assert not ImportJournal.objects.exists()
    assert not run.findings.exists()
    assert not run.lines.exists()
    assert Person.objects.count() == 2  # what came in stays
    assert TrailEntry.objects.filter(verb="exchange.forget", subject_id=run.pk).count() == 1
