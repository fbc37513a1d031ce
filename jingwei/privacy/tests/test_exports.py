"""Exports (trust rule P11): two people, listed columns, 500 rows, seven days, and the account's name on every piece of it."""

import io
import random
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from openpyxl import load_workbook

from jingwei.cases.models import Desk
from jingwei.core import clock
from jingwei.gate import exporting
from jingwei.gate.doors import Denied
from jingwei.gate.exporting import BARRED, EXPORTS, Exportable, exportable
from jingwei.gate.flow import WrongState
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role, UnitKind
from jingwei.housing.models import Stay
from jingwei.people.models import Person
from jingwei.privacy import making
from jingwei.privacy.actions import exports
from jingwei.privacy.actions.exports import approve_export, ask_export, make_export, open_export, refuse_export
from jingwei.privacy.models import ExportRequest

pytestmark = pytest.mark.django_db
ALL = ["number", "name", "gender", "grade", "class_name", "building", "room", "bed"]


def asked(campus, name="孔科长", **more) -> ExportRequest:
    wanted = {"sheet": "stays", "columns": ["name", "room"], "purpose": "report", "why": "报保卫处核对", **more}
    return ask_export(campus[name], **wanted)


def made(campus, **more) -> ExportRequest:
    row = asked(campus, **more)
    approve_export(campus["何书记"], row.pk)
    make_export(row.pk)
    row.refresh_from_db()
    return row


def test_who_has_no_export_asks_for_none(campus):
    for name in ("韩冬", "赵敏", "陈雅琴", "何书记", "罗宁", "严谨", "石工", "王师傅"):
        with pytest.raises(Denied):
            asked(campus, name)


def test_nobody_approves_what_they_asked(campus):
    row = asked(campus)
    Appointment.objects.create(person=campus["孔科长"], role=Role.COMMITTEE, unit_kind="college")
    with pytest.raises(Denied):
        approve_export(campus["孔科长"], row.pk)
    for name in ("赵敏", "罗宁", "石工"):
        with pytest.raises(Denied):
            approve_export(campus[name], row.pk)
    make_export(row.pk)
    row.refresh_from_db()
    assert (row.state, row.key) == ("asked", "")
    approve_export(campus["严谨"], row.pk)
    with pytest.raises(WrongState):
        refuse_export(campus["何书记"], row.pk, refusal="晚了")


@pytest.mark.parametrize(
    "wrong", [{"columns": ["name", "phone"]}, {"columns": []}, {"purpose": "因为"}, {"division": "99"}]
)
def test_only_listed_columns_purposes_and_parts(campus, wrong):
    with pytest.raises(ValidationError):
        asked(campus, **wrong)


def test_five_hundred_rows_and_not_one_more(campus):
    room, since = campus.cast.rooms["5-412"], clock.now() - timedelta(days=1)
    more = exporting.MOST_ROWS - Stay.objects.live().count()
    people = Person.objects.bulk_create(Person(number=f"S{n:05}", name=f"同学{n}") for n in range(more + 1))
    Stay.objects.bulk_create(Stay(person=person, room=room, start=since) for person in people[:-1])
    row = asked(campus)
    assert row.rows == exporting.MOST_ROWS
    Stay.objects.create(person=people[-1], room=room, start=since)
    with pytest.raises(ValidationError):
        asked(campus)
    approve_export(campus["何书记"], row.pk)
    for _attempt in range(making.MOST_ATTEMPTS):
        ExportRequest.objects.update(beat_at=clock.now() - making.SILENCE)
        make_export(row.pk)
    row.refresh_from_db()
    assert row.state == "failed"  # it had grown meanwhile


def test_the_file_holds_what_was_asked_and_each_person_sees_that(campus):
    row = made(campus)
    sheet = load_workbook(io.BytesIO(exports.content_of(row))).active
    values = {cell.value for line in sheet.iter_rows(min_row=3) for cell in line}
    assert {"韩冬", "412"} <= values
    assert not values & {campus["韩冬"].number, campus["韩冬"].phone}
    line = campus.readings(data__page="privacy:export").get()
    assert campus["韩冬"].pk in line.data["ids"]
    assert line.data["purpose"] == "report"


def test_the_right_of_now_counts_when_it_is_made_and_fetched(campus):
    row = asked(campus)
    approve_export(campus["何书记"], row.pk)
    posts = Appointment.objects.filter(person=campus["孔科长"])
    posts.update(end=clock.now())
    make_export(row.pk)
    row.refresh_from_db()
    assert row.key == ""
    posts.update(end=None)
    done = made(campus)
    posts.update(end=clock.now())
    with pytest.raises(Denied):
        open_export(campus["孔科长"], done.pk)


def test_after_seven_days_it_is_gone(campus):
    row = made(campus)
    assert open_export(campus["孔科长"], row.pk).pk == row.pk
    with clock.travel(row.expires_at):
        with pytest.raises(Denied):
            open_export(campus["孔科长"], row.pk)
        assert making.expire() == 1
        assert making.expire() == 0
    assert not default_storage.exists(row.key)
    row.refresh_from_db()
    assert (row.state, row.key, row.file_name) == ("expired", "", "")


def test_a_killed_worker_leaves_no_half_file_and_the_next_one_finishes(campus, monkeypatch):
    row = asked(campus)
    approve_export(campus["何书记"], row.pk)

    class Killed(BaseException):
        pass

    def die(*_args):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(exports, "write_marked", die)
        with pytest.raises(Killed):
            make_export(row.pk)
    make_export(row.pk)  # not yet: the first may still be alive
    row.refresh_from_db()
    assert row.state == "approved"
    with clock.travel(clock.now() + making.SILENCE):
        assert making.due(ExportRequest) == [row.pk]
        make_export(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempt) == ("made", 2)


def leaks(content: bytes, name: str, dice: random.Random) -> str:
    """A piece of the file as it might turn up somewhere: its name, a picture of some cells, a print, a saved copy."""
    sheet = load_workbook(io.BytesIO(content)).active
    grid = [[str(cell.value or "") for cell in line] for line in sheet.iter_rows()]
    how = dice.choice(["name", "picture", "line", "print", "headings"])
    if how == "name":
        return name
    if how == "print":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            printed = archive.read("xl/worksheets/sheet1.xml").decode()
        return dice.choice(re.findall(r"<odd(?:Header|Footer)>(.*?)</odd", printed))
    if how == "headings":
        return " ".join(grid[0])
    top = dice.randrange(2, len(grid))
    if how == "line":
        return " ".join(grid[top])
    left = dice.randrange(max(len(grid[0]) - 2, 1))
    return " ".join(cell for line in grid[top : top + 3] for cell in line[left : left + 3])


def clerks(count: int) -> list[Person]:
    """So many people of one office."""
    made = Person.objects.bulk_create(Person(number=f"T3{n:03}", name=f"职员{n}", kind="staff") for n in range(count))
    desk = Desk.objects.filter(kind=Desk.Kind.STUDENT_AFFAIRS).first()
    Appointment.objects.bulk_create(
        Appointment(person=person, role=Role.OFFICE, unit_kind=UnitKind.DESK, unit_id=desk.pk) for person in made
    )
    return made


@pytest.mark.parametrize("files", [20, pytest.param(200, marks=pytest.mark.long)])
def test_every_leak_names_the_account(campus, files, figure):
    """Of each file, each of another person, one piece; and the account stands in its name and in every line."""
    dice = random.Random(7)  # noqa: S311 - repeatable on purpose
    people, named = clerks(files), 0
    for person in people:
        columns = dice.sample(ALL, dice.randint(1, len(ALL)))
        row = ask_export(person, sheet="stays", columns=columns, purpose="report", why="报保卫处核对")
        approve_export(campus["何书记"], row.pk)
        make_export(row.pk)
        row.refresh_from_db()
        content = exports.content_of(row)
        found = re.findall(r"T\d{4}", leaks(content, row.file_name, dice))
        lines = load_workbook(io.BytesIO(content)).active.iter_rows(min_row=3)
        named += found[:1] == [person.number]
        assert person.number in row.file_name
        assert all(any(person.number in str(cell.value) for cell in line) for line in lines)
    figure("E7", f"the watermark names the account in {named} of {len(people)} leaks, each of another person")
    assert named == len(people)


def test_the_watermark_is_seen_not_only_there(campus):
    sheet = load_workbook(io.BytesIO(exports.content_of(made(campus, columns=ALL)))).active
    marked = [cell for line in sheet.iter_rows() for cell in line if "T2005 ·" in str(cell.value)]
    assert {cell.fill.fgColor.rgb for cell in marked} == {"FFFCE9DC"}
    assert len(marked) >= sheet.max_row
    assert sheet.freeze_panes == "B3"  # the first column of the mark stays in sight


@pytest.mark.parametrize("code", sorted(BARRED))
def test_what_may_not_leave_cannot_even_be_declared(code, monkeypatch):
    monkeypatch.setattr(Exportable, "data_class", type("Held", (), {"code": code}))
    wrong = Exportable("x", "x", "roster.export", {}, list, lambda actor, part: None, lambda row: 0)
    with pytest.raises(ValueError, match="may not leave"):
        exportable(wrong)
    assert "x" not in EXPORTS


def test_a_capability_that_is_no_export_cannot_be_declared():
    wrong = Exportable("x", "x", "people.read", {}, list, lambda actor, part: None, lambda row: 0)
    with pytest.raises(ValueError, match="is no export"):
        exportable(wrong)
