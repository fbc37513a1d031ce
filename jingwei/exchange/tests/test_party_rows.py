"""What the Party's lists may say, and what is made of it."""

from collections import Counter

import pytest

from jingwei.exchange.actions import confirm_import, decide_finding, stage_import
from jingwei.gate.appointments import appoint
from jingwei.gate.models import Appointment
from jingwei.gate.posts import System
from jingwei.party.models import Affiliation
from jingwei.people.models import Person

from .books import sheet_book, sleeper

pytestmark = pytest.mark.django_db
CLI = System("cli")
FIRST, SECOND, STAFF = "学生第一党支部", "学生第二党支部", "教工第一党支部"


def bring(*, members=(), activists=(), applicants=(), branches=None, sleepers=6, **options):
    """Six students of 3号楼 and what is said about them."""
    housing = [sleeper(place, room=f"10{place}") for place in range(1, sleepers + 1)]
    branches = branches or [{"branch_name": FIRST, "kind": "学生"}, {"branch_name": SECOND, "kind": "学生"}]
    lists = {"housing": housing, "branches": branches, "members": members, "activists": activists}
    books = [sheet_book(code, list(rows)) for code, rows in {**lists, "applicants": applicants}.items()]
    run = stage_import(CLI, books, **options)
    return run, Counter(run.findings.values_list("code", flat=True))


def person(place: int, branch: str = FIRST, **other) -> dict:
    return {"number": f"2026{place:06d}", "name": f"同学{place}", "branch": branch, **other}


def member(place: int, branch: str = FIRST, **other) -> dict:
    return person(place, branch, **{"gender": "男", "standing": "正式党员", **other})


def test_who_stands_in_two_lists_belongs_to_the_upper_one_with_the_dates_of_both():
    run, codes = bring(members=[member(1, joined_on="2026-06-01")], activists=[person(1, applied_on="2024年10月")])
    assert codes == {"in_two_lists": 1}
    confirm_import(CLI, run.pk)
    row = Affiliation.objects.get()
    assert (row.standing, str(row.joined_on), str(row.applied_on)) == ("member", "2026-06-01", "2024-10-01")


def test_a_contact_is_the_namesake_of_the_same_branch():
    namesake = member(9, SECOND, name="同学1")
    run, codes = bring(
        members=[member(1), namesake, member(3)],
        activists=[
            person(2, contacts="同学1、同学3"),
            person(4, contacts="谁也不是"),
            person(5, "学生第三党支部", contacts="同学1"),
        ],
    )
    assert codes == {"off_campus": 1, "contact_unknown": 1, "unknown_branch": 1}
    confirm_import(CLI, run.pk)
    contacts = Affiliation.objects.get(person__name="同学2").contacts
    assert sorted(contacts.values_list("number", flat=True)) == ["2026000001", "2026000003"]


def test_two_namesakes_elsewhere_are_not_guessed_between():
    third = {"branch_name": "学生第三党支部", "kind": "学生"}
    branches = [{"branch_name": FIRST, "kind": "学生"}, {"branch_name": SECOND, "kind": "学生"}, third]
    _run, codes = bring(
        members=[member(1, name="同学1"), member(9, SECOND, name="同学1")],
        activists=[person(2, "学生第三党支部", contacts="同学1")],
        branches=branches,
    )
    assert codes["contact_ambiguous"] == 1


def test_another_name_under_the_number_waits():
    run, codes = bring(members=[member(1, name="别人")])
    assert codes == {"other_name": 1}
    confirm_import(CLI, run.pk)
    assert not Affiliation.objects.exists()


def test_an_activist_nobody_knows_waits():
    _run, codes = bring(activists=[person(99)])
    assert codes == {"unknown_person": 1}


def test_another_gender_in_the_member_roster_is_mentioned():
    _run, codes = bring(members=[member(1, gender="女")])
    assert codes == {"other_gender": 1}


def test_a_date_that_cannot_be_read_is_left_empty_and_said():
    run, codes = bring(members=[member(1, joined_on="去年春天", full_on="2026.6")])
    assert codes == {"bad_date": 1}
    confirm_import(CLI, run.pk)
    row = Affiliation.objects.get()
    assert (row.joined_on, str(row.full_on)) == (None, "2026-06-01")


def test_nobody_goes_back_a_standing_in_silence():
    run, _codes = bring(members=[member(1)], activists=[person(2)])
    confirm_import(CLI, run.pk)
    run, codes = bring(activists=[person(1), person(2)])
    assert codes == {"standing_back": 1}
    decide_finding(CLI, run.pk, run.findings.get().pk)
    confirm_import(CLI, run.pk, sweeping_ok=True)
    assert Affiliation.objects.get(person__number="2026000001", end__isnull=True).standing == "activist"


def test_a_development_target_stays_one_on_the_list_of_activists():
    run, _codes = bring(activists=[person(1)])
    confirm_import(CLI, run.pk)
    Affiliation.objects.update(standing="target")
    run, codes = bring(activists=[person(1)])
    assert (codes, run.lines.count()) == ({}, 0)


def test_a_staff_branch_brings_staff_who_sleep_elsewhere():
    teacher = {"number": "T1000", "name": "孔老师", "gender": "女", "branch": STAFF, "standing": "正式党员"}
    run, codes = bring(members=[teacher], branches=[{"branch_name": STAFF, "kind": "教工", "secretary": "孔老师"}])
    assert codes == {}
    assert run.counts["members_staff"] == 1
    confirm_import(CLI, run.pk)
    assert Person.objects.get(number="T1000").kind == "staff"
    assert Appointment.objects.get(role="secretary").person.number == "T1000"


@pytest.mark.parametrize(
    ("branch", "code"),
    [
        ({"secretary": "谁也不是"}, "secretary_unknown"),
        ({"secretary_number": "2026000099"}, "secretary_unknown"),
        ({"secretary_number": "2026000002"}, "secretary_elsewhere"),
        ({"secretary_number": "2026000001", "secretary": "别人"}, "secretary_name"),
    ],
)
def test_a_secretary_who_is_not_clear_is_not_appointed(branch, code):
    rows = [{"branch_name": FIRST, "kind": "学生", **branch}, {"branch_name": SECOND, "kind": "学生"}]
    run, codes = bring(members=[member(1), member(2, SECOND)], branches=rows)
    assert codes == {code: 1}
    confirm_import(CLI, run.pk)
    assert not Appointment.objects.exists()


def test_a_secretary_may_not_hold_a_post_that_excludes_it():
    run, _codes = bring(members=[member(1)])
    confirm_import(CLI, run.pk)
    appoint(CLI, Person.objects.get(number="2026000001"), "auditor")
    rows = [{"branch_name": FIRST, "kind": "学生", "secretary_number": "2026000001"}]
    _run, codes = bring(members=[member(1)], branches=rows, partial=True)
    assert codes == {"secretary_conflict": 1}


def test_a_deputy_is_appointed_beside_the_secretary():
    rows = [{"branch_name": FIRST, "kind": "学生", "secretary_number": "2026000001"}]
    run, codes = bring(members=[member(1), member(2, duty="支部副书记"), member(3, duty="支部书记")], branches=rows)
    assert codes == {"duty_differs": 1}
    confirm_import(CLI, run.pk)
    posts = Appointment.objects.values_list("person__number", "title")
    assert set(posts) == {("2026000001", "支部书记"), ("2026000002", "支部副书记")}


def test_who_is_on_no_list_of_the_party_any_more_is_ended_and_stays_a_student():
    run, _codes = bring(members=[member(1), member(2), member(3), member(4)])
    confirm_import(CLI, run.pk)
    run, _codes = bring(members=[member(1), member(2), member(3)])
    run = confirm_import(CLI, run.pk)
    assert Affiliation.objects.get(person__number="2026000004").end == run.confirmed_at
    assert Person.objects.get(number="2026000004").is_active
