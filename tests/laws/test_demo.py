"""The demonstration college: made from its five workbooks through the actions, it is what its rosters say, and no more."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from openpyxl import load_workbook

from jingwei.cases.models import Case, Rating
from jingwei.core import clock
from jingwei.gate.models import Appointment, TrailEntry
from jingwei.gate.posts import posts_of
from jingwei.gate.roles import Role, UnitKind
from jingwei.gate.sealing import check as chain_check
from jingwei.grids.findings import checks
from jingwei.grids.models import MicroGrid, Plan, SmallGrid
from jingwei.housing.models import Stay
from jingwei.party.models import Affiliation, Branch
from jingwei.people.models import Person
from jingwei.site.demo import college

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]  # made once, by one worker
TRUTH = json.loads((college.WORKBOOKS / "truth.json").read_text())
WEEKS = 2
LEFT_OUT = ("身份证号", "民族")


@pytest.fixture(scope="module", autouse=True)
def made(django_db_setup, django_db_blocker):
    """The college, for all tests of this file; each of them rolls back to it, and the last one leaves nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        college.make(weeks=WEEKS, say=lambda what: None)
        yield
        transaction.set_rollback(True)


def counted() -> dict[str, int]:
    standing = Counter(Affiliation.objects.live().values_list("person__kind", "standing"))
    members = {kind: sum(standing[kind, grade] for grade in Affiliation.MEMBERS) for kind in ("student", "staff")}
    return {
        "students": Person.objects.filter(kind="student", is_active=True).count(),
        "rooms": Stay.objects.live().values("room").distinct().count(),
        "members_student": members["student"],
        "members_staff": members["staff"],
        "activists": standing["student", "activist"],
        "applicants": standing["student", "applicant"],
        "branches": Branch.objects.count(),
    }


def test_it_has_what_the_workbooks_have():
    found = counted()
    assert found == {name: TRUTH[name] for name in found}


def test_its_plan_is_proven_to_be_the_best_there_is():
    summary = Plan.objects.get().summary
    assert summary["proven"]
    assert summary["cost"] == summary["bound"]


def test_every_room_is_a_micro_grid_with_keeper_and_lead():
    grids = MicroGrid.objects.live()
    assert grids.count() == TRUTH["rooms"]
    assert not grids.filter(small_grid=None).exists()
    assert not grids.filter(lead=None).exists()
    assert set(grids.values_list("room", flat=True)) == set(Stay.objects.live().values_list("room", flat=True))


def test_publishing_gave_the_posts_that_the_grids_need():
    def posts(role):
        return set(Appointment.objects.live().filter(role=role).values_list("person", "unit_id"))

    assert posts(Role.KEEPER) == set(SmallGrid.objects.live().values_list("keeper", "pk"))
    assert posts(Role.LEAD) == set(MicroGrid.objects.live().values_list("lead", "room"))


def test_the_page_of_findings_names_no_gap():
    found = {check.kind: check.findings for check in checks(Person.objects.get(number="D001"))}
    assert [
        kind for kind in ("no_keeper", "no_lead", "may_not_enter", "overload", "gone", "empty") if found[kind]
    ] == []


def test_whoever_lives_here_is_a_resident_of_their_room():
    for stay in Stay.objects.live().select_related("person"):
        assert posts_of(stay.person)[Role.RESIDENT][UnitKind.ROOM] == {stay.room_id}


def test_cases_stand_at_every_stage_of_the_loop():
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states["closed"] >= 5
    assert len(states) >= 6, states
    assert Rating.objects.exists()


def test_nothing_happens_in_the_time_to_come():
    assert not Case.objects.filter(reported_at__gt=clock.now()).exists()
    assert not TrailEntry.objects.filter(at__gt=clock.now()).exists()


def test_the_trail_is_sealed_and_holds():
    verdict = chain_check.check()
    assert verdict.first_bad is None, verdict
    assert verdict.checked == TrailEntry.objects.count() > 100


def test_each_role_has_somebody_to_sign_in_as():
    assert {label for label, _person in college.names_for_each_role()} == {role.label for role in Role}


def forbidden() -> set[str]:
    """Every identity number and every ethnicity of the workbooks."""
    values: set[str] = set()
    for file in college.WORKBOOKS.glob("*.xlsx"):
        for sheet in load_workbook(file, read_only=True):
            rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
            heading = next(row for row in rows if "姓名" in row or "党支部名称" in row)
            columns = [heading.index(name) for name in LEFT_OUT if name in heading]
            values |= {row[column] for row in rows[rows.index(heading) + 1 :] for column in columns}
    return values - {""}


def spellings(value: str) -> set[bytes]:
    """As text, and as JSON writes it."""
    return {value.encode(), json.dumps(value)[1:-1].encode()}


def test_the_workbooks_do_hold_what_must_not_be_kept():
    values = forbidden()
    assert sum(bool(re.fullmatch(r"\d{17}[\dX]", value)) for value in values) > 200
    assert "汉族" in values


def in_rows(values: set[str]) -> set[bytes]:
    """Those of the values that some row of the database holds."""
    found = set()
    wanted = {spelling for value in values for spelling in spellings(value)}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - the database's own names
            rows = "\n".join(str(cell) for row in cursor.fetchall() for cell in row).encode()
            found |= {spelling for spelling in wanted if spelling in rows}
    return found


def in_files(values: set[str]) -> set[bytes]:
    """Those that some file holds: the database with what was freed in it, photos, keys, the queue."""
    contents = [path.read_bytes() for path in Path(settings.HOME).rglob("*") if path.is_file()]
    if connection.vendor == "sqlite":
        contents.append(connection.connection.serialize())
    wanted = {spelling for value in values for spelling in spellings(value)}
    return {spelling for spelling in wanted if any(spelling in content for content in contents)}


def test_what_is_left_out_by_law_is_in_no_row_and_in_no_file():
    assert not in_rows(forbidden())
    assert not in_files(forbidden())


def test_that_search_finds_what_is_kept():
    name = Person.objects.filter(kind="student").first().name
    assert in_rows({name}) == {name.encode()}
    assert in_files({name}) == ({name.encode()} if connection.vendor == "sqlite" else set())
