"""Grids through the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jingwei.gate.models import TrailEntry
from jingwei.grids.actions.calculating import calculate
from jingwei.grids.models import Calculation, Exemption, KeeperCap, Plan
from tests.support.program import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(committee) -> Program:
    return Program(committee)


def test_the_rooms_in_one_s_reach(cast):
    answer = Program(cast["赵敏"]).get("/micro-grids").json()["items"]
    assert {row["room"]["name"] for row in answer} == {"5号楼 412", "5号楼 501"}
    own = next(row for row in answer if row["room"]["name"] == "5号楼 412")
    assert (own["keeper"]["name"], own["lead"]["name"], own["secretaries"][0]["name"]) == ("赵敏", "周晓雨", "陈雅琴")
    assert {row["person"]["name"] for row in own["occupants"]} == {"赵敏", "周晓雨", "陈雅琴", "韩冬"}
    assert [row.data["page"] for row in TrailEntry.objects.filter(verb="read")] == ["api-v1:micro-grid-list"]
    assert Program(cast["高飞"]).get("/micro-grids", building=cast.buildings["5"].pk).json()["items"] == []


def test_a_plan_from_asking_to_publishing(program, cast):
    asked = program.post("/plans")
    assert asked.status_code == 202
    calculation = Calculation.objects.get(pk=asked.json()["id"])
    way = asked.json()["href"].removeprefix("/api/v1")
    assert program.get(way).json()["state"]["code"] == "waiting"
    assert program.post("/plans").json() == asked.json()  # whoever asks meanwhile gets that one
    calculate(calculation.pk)
    plan = program.get(way).json()["plan"]
    told = program.get(f"/plans/{plan}").json()
    assert (told["plan"]["state"]["code"], told["rooms"], told["violations"]) == ("draft", 4, [])
    assert [row["id"] for row in program.get("/plans").json()["items"]] == [plan]
    rooms = program.get(f"/plans/{plan}/micro-grids").json()["items"]
    assert {row["room"]["name"] for row in rooms} == {"5号楼 412", "5号楼 413", "5号楼 501", "3号楼 101"}
    assert program.post(f"/plans/{plan}/publish").status_code == 200
    assert Plan.objects.get().state == "published"
    again = program.post(f"/plans/{plan}/discard")
    assert (again.status_code, again.json()["detail"]) == (422, "这份方案已不是草稿，不能再改")


def test_a_draft_by_hand(program, plan, cast):
    room, other = cast.rooms["5-412"].pk, cast.rooms["5-413"].pk
    way = f"/plans/{plan.pk}/rooms/{room}"
    sheet = program.get(way, role="lead").json()
    assert sheet["reasons"]
    choice = int(sheet["choices"][0]["code"])
    assert program.post(f"{way}/assign", {"role": "lead", "person": choice}).status_code == 200
    assert program.get(way, role="lead").json() == {**program.get(way, role="lead").json(), "pinned": True}
    assert program.get(way, role="lead").json()["person"]["id"] == choice
    assert program.post(f"{way}/unpin", {"role": "lead"}).status_code == 200
    assert program.post(f"{way}/pin", {"role": "lead"}).status_code == 200
    before = plan.rooms.get(room=room).keeper_id, plan.rooms.get(room=other).keeper_id
    swapped = program.post(f"{way}/swap", {"role": "keeper", "other": other})
    assert swapped.status_code == 200, swapped.json()
    assert (plan.rooms.get(room=other).keeper_id, plan.rooms.get(room=room).keeper_id) == before
    assert program.post(f"{way}/cap", {"rooms": 4}).status_code == 200
    assert KeeperCap.objects.get().rooms == 4


def test_who_is_not_to_have_a_room(program, plan, cast):
    row = plan.rooms.filter(keeper__isnull=False).first()
    way, ban = f"/plans/{plan.pk}/rooms/{row.room_id}", {"role": "keeper", "person": row.keeper_id}
    assert program.post(f"{way}/ban", ban).status_code == 200
    assert program.post(f"{way}/ban", {**ban, "whole_building": True}).status_code == 200
    listed = program.get(f"/plans/{plan.pk}/bans").json()["items"]
    assert [item["person"]["id"] for item in listed] == [row.keeper_id] * 2
    assert [item["room"] is None for item in listed] == [False, True]
    assert program.post(f"{way}/ban", {**ban, "person": 987654}).status_code == 422
    assert program.post(f"{way}/lift-ban", ban).status_code == 200
    assert program.post(f"{way}/lift-ban", ban).status_code == 422
    assert [item["building"]["id"] for item in program.get(f"/plans/{plan.pk}/bans").json()["items"]] == [
        row.room.floor.building_id
    ]


def test_what_does_not_fit_a_draft(program, plan, cast):
    room = cast.rooms["5-412"].pk
    wrong = program.post(f"/plans/{plan.pk}/rooms/{room}/assign", {"role": "lead", "person": cast["高飞"].pk})
    assert (wrong.status_code, [error["field"] for error in wrong.json()["errors"]]) == (422, ["person"])
    assert program.post(f"/plans/{plan.pk}/rooms/987654/pin", {"role": "lead"}).status_code == 422
    assert program.get(f"/plans/{plan.pk}/rooms/987654").status_code == 404
    assert program.post(f"/plans/{plan.pk}/rooms/{room}/pin", {"role": "warden"}).status_code == 422


def test_a_calculation_can_be_stopped(program, plan):
    asked = program.post(f"/plans/{plan.pk}/replan").json()
    assert program.post(f"/calculations/{asked['id']}/stop").status_code == 200
    assert program.post(f"/calculations/{asked['id']}/stop").status_code == 422
    assert program.post(f"/plans/{plan.pk}/discard").status_code == 200


def test_findings_and_coverage(program, cast):
    assert program.get("/coverage").json()["occupied"] == 4
    kinds = {check["kind"]: check for check in program.get("/grid-findings").json()}
    assert kinds["no_keeper"]["findings"] == []
    assert Program(cast["赵敏"]).get("/grid-findings").status_code == 403


def test_exemptions(program, cast):
    secretary = Program(cast["冯远"])
    assert secretary.post("/exemptions", {"person": cast["冯远"].pk, "reason": "duty"}).status_code == 201
    assert [row["person"]["name"] for row in program.get("/exemptions").json()["items"]] == ["冯远"]
    for person in (cast["赵敏"].pk, 987654):  # of another branch, of nobody
        answer = secretary.post("/exemptions", {"person": person, "reason": "duty"})
        assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, ["person"])
    pk = Exemption.objects.get().pk
    assert Program(cast["陈雅琴"]).post(f"/exemptions/{pk}/end").status_code == 404
    assert secretary.post(f"/exemptions/{pk}/end").status_code == 200
    assert program.get("/exemptions").json()["items"] == []


@pytest.mark.parametrize("name", ["冯远", "赵敏", "孔科长", "罗宁"])
def test_plans_are_the_committee_s(cast, plan, name):
    stranger = Program(cast[name])
    for path in (f"/plans/{plan.pk}", "/plans", "/calculations/1"):
        assert stranger.get(path).status_code == 403
    assert stranger.post(f"/plans/{plan.pk}/publish").status_code == 403


@pytest.mark.parametrize(("path", "most"), [("/micro-grids", 20), ("/plans", 12), ("/exemptions", 12)])
def test_a_list_costs_few_statements(program, plan, path, most):
    with CaptureQueriesContext(connection) as asked:
        assert program.get(path).status_code == 200
    assert len(asked) <= most
