"""Housing lists through the API; rosters of the Party organisation stay on the page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jingwei.exchange.actions import stage_import
from jingwei.exchange.models import ImportRun
from jingwei.gate.appointments import appoint
from jingwei.gate.models import TrailEntry
from jingwei.gate.posts import System
from jingwei.people.models import Person
from tests.support.program import Program

from .books import AS_RECEIVED, book, folder, houseful, sheet_book, sleeper

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast) -> Program:
    appoint(System("test"), cast["孔科长"], "office", 1)
    return Program(cast["孔科长"])


def send(program: Program, *uploads, key=None, **fields):
    files = [SimpleUploadedFile(upload.name, upload.content) for upload in uploads]
    return program.send("/imports", {"files": files, **fields}, key=key)


def test_a_list_is_staged_looked_at_confirmed_and_taken_back(office):
    before = Person.objects.count()
    staged = send(office, sheet_book("housing", houseful(8)), partial="true")
    assert staged.status_code == 201, staged.json()
    way = staged.json()["href"].removeprefix("/api/v1")
    told = office.get(way).json()
    assert (told["run"]["state"]["code"], told["sweeping"]) == ("previewed", False)
    assert told["lines"]["new"] >= 8
    lines = office.get(f"{way}/lines", kind="new", limit=3).json()
    assert (len(lines["items"]), bool(lines["next"])) == (3, True)
    assert office.get(f"{way}/findings").status_code == 200
    assert Person.objects.count() == before
    assert office.post(f"{way}/confirm", {}).status_code == 200
    assert Person.objects.count() == before + 8
    second = office.post(f"{way}/confirm", {})
    assert (second.status_code, second.json()["type"]) == (409, "/api/v1/docs#moved-on")
    assert office.post(f"{way}/undo").status_code == 200
    assert Person.objects.count() == before
    assert [row["state"]["code"] for row in office.get("/imports").json()["items"]] == ["undone"]


def test_the_same_list_twice_is_one_import(office):
    upload = sheet_book("housing", houseful(4))
    first, again = (send(office, upload, key="one-housing-list", partial="true") for _try in range(2))
    assert first.content == again.content
    assert ImportRun.objects.count() == 1
    assert send(office, sheet_book("housing", houseful(5)), key="one-housing-list", partial="true").status_code == 422


def test_a_preview_is_given_up(office):
    way = send(office, sheet_book("housing", houseful(4)), partial="true").json()["href"].removeprefix("/api/v1")
    assert office.post(f"{way}/discard").status_code == 200
    assert office.post(f"{way}/discard").status_code == 409


def test_reading_lines_about_people_leaves_one_line(office, cast):
    moved = sleeper(1, number="2025010101", name="高飞", room="102")
    way = send(office, sheet_book("housing", [moved]), partial="true").json()["href"].removeprefix("/api/v1")
    office.get(f"{way}/lines", kind="changed")
    assert [(row.data["class"], row.data["ids"]) for row in TrailEntry.objects.filter(verb="read")] == [
        ("D02", [cast["高飞"].pk])
    ]


def test_party_rosters_are_closer_than_the_api_goes(cast):
    program = Program(cast["何书记"])
    refused = send(program, *folder(AS_RECEIVED))
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "files")
    assert not ImportRun.objects.exists()
    run = stage_import(cast["何书记"], folder(AS_RECEIVED))
    for way in ("", "/lines", "/findings"):
        assert program.get(f"/imports/{run.pk}{way}").status_code == 404
    assert program.post(f"/imports/{run.pk}/confirm", {"sweeping_ok": True}).status_code == 404
    assert ImportRun.objects.get().state == "previewed"


def test_what_is_no_list_is_refused(office):
    assert send(office, book(["甲", "乙", "丙"], [["1", "2", "3"]])).status_code == 422
    assert office.send("/imports", {}).status_code == 422
    assert office.send("/imports", {"files": [SimpleUploadedFile("x.xlsx", b"no workbook")]}).status_code == 422
    assert not ImportRun.objects.exists()


def test_an_import_is_its_bringer_s_own(office, cast):
    run = stage_import(cast["何书记"], [sheet_book("housing", houseful(4))], partial=True)
    assert office.get(f"/imports/{run.pk}").content == office.get("/imports/987654").content
    assert office.post(f"/imports/{run.pk}/findings/1/decide", {}).status_code == 404
    assert Program(cast["何书记"]).post(f"/imports/{run.pk}/findings/987654/decide", {}).status_code == 422
    assert Program(cast["韩冬"]).get("/imports").status_code == 403
