"""The loop through the API: the same rights, the same words, each step its own address."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jingwei.api.endpoints import ENDPOINTS
from jingwei.cases import actions
from jingwei.cases.api import steps
from jingwei.cases.flow import CASE
from jingwei.cases.models import Case, Extension, PauseRequest, Photo
from jingwei.core import clock
from jingwei.gate.models import TrailEntry
from tests.journeys.turns import picture
from tests.support.program import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(loop):
    """call("韩冬") → that person's program."""
    made = {}
    return lambda name: made.setdefault(name, Program(loop[name]))


def where(loop, key="room") -> str:
    room = loop.cast.rooms["5-412"]
    return f"room-{room.pk}" if key == "room" else f"floor-{room.floor_id}-corridor"


def report(loop, **more) -> dict:
    return {"category": "light", "where": where(loop), "text": "走廊东头第二盏灯不亮两天了", **more}


def test_every_step_of_the_flow_has_its_address():
    by_hand = {step.name.replace("_", "-") for step in CASE.steps.values() if not step.by_clock} - {"pause"}
    assert by_hand == set(steps.TURNS)
    for slug, turn in steps.STEPS.items():
        assert (steps.WAYS[slug].body is None) == (turn.form is None), slug
        assert f"case-{slug}" in ENDPOINTS


def test_what_a_step_asks_for_is_what_its_form_asks_for(loop):
    case = loop.report()
    for slug, turn in steps.STEPS.items():
        if turn.form:
            fields = set(turn.form(case=case, actor=loop["赵敏"]).fields) - {"photo"}
            assert set(steps.WAYS[slug].body.model_fields) == fields, slug


def test_a_report_goes_round(loop, call):
    made = call("韩冬").post("/cases", report(loop))
    assert made.status_code == 201
    assert made.json() == {**made.json(), "state": "reported"}
    case, way = made.json()["id"], f"/cases/{made.json()['id']}"

    seen = call("赵敏").get(way).json()
    assert seen["reporter"] == "韩冬"
    assert seen["next"]["mine"]
    assert "file" in [step["code"] for step in seen["steps"]]

    turns = [
        ("赵敏", "file", {"category": "light"}, "filed"),
        ("赵敏", "dispatch", {}, "dispatched"),
        ("王师傅", "accept", {}, "handling"),
        ("王师傅", "schedule", {"when": (clock.now() + timedelta(days=1)).isoformat()}, "scheduled"),
        ("王师傅", "claim", {"outcome": "换了灯管"}, "done_claimed"),
        ("孙悦", "close", {"answer": "灯亮了"}, "closed"),
    ]
    for name, step, body, state in turns:
        answer = call(name).post(f"{way}/steps/{step}", body)
        assert (answer.status_code, answer.json().get("state")) == (200, state), (step, answer.json())
    assert call("韩冬").post(f"{way}/rating", {"level": 3}).status_code == 200
    told = call("韩冬").get(way).json()
    assert (told["rating"], told["case"]["answer"], told["next"]) == (3, "灯亮了", None)
    assert told["timeline"][0]["verb"] == "cases.report"
    assert Case.objects.get(pk=case).state == "closed"


def test_the_same_report_twice_is_one_case(loop, call):
    first, again = (call("韩冬").post("/cases", report(loop), key="one-and-the-same") for _try in range(2))
    assert first.json() == again.json()
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"category": "nothing"}, "category"),
        ({"where": "room-1"}, "where"),
        ({"where": "nowhere"}, "where"),
        ({"text": "   "}, "text"),
        ({"text": "字" * 501}, "text"),
        ({"reporter": 3}, "reporter"),
    ],
)
def test_a_report_that_does_not_fit(loop, call, change, field):
    answer = call("韩冬").post("/cases", report(loop) | change)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Case.objects.exists()


def test_a_foreign_case_is_a_missing_case(loop, call):
    case = loop.report()
    stranger = call("高飞")
    for way in ("/cases/{}", "/cases/{}/deadlines", "/cases/{}/fields/file"):
        foreign, missing = stranger.get(way.format(case.pk)), stranger.get(way.format(987654))
        assert foreign.status_code == 404
        assert foreign.content == missing.content
    for way, body in (("steps/accept", {}), ("remarks", {"text": "哪里"}), ("join", {}), ("rating", {"level": 1})):
        foreign, missing = (stranger.post(f"/cases/{pk}/{way}", body) for pk in (case.pk, 987654))
        assert foreign.status_code in (403, 404)
        assert foreign.content == missing.content


def test_who_comes_second_is_told_where_it_stands(loop, call):
    case = loop.bring_to("handling")
    answer = call("王师傅").post(f"/cases/{case.pk}/steps/accept")
    assert (answer.status_code, answer.json()["type"]) == (409, "/api/v1/docs#moved-on")
    assert "王师傅" in answer.json()["detail"]


def test_a_step_that_is_not_one_s_own_is_not_there(loop, call):
    case = loop.report()
    assert call("韩冬").post(f"/cases/{case.pk}/steps/file").status_code == 404
    assert Case.objects.get().state == "reported"


def test_what_a_step_asks_for_can_be_read(loop, call):
    case = loop.bring_to("filed")
    told = call("赵敏").get(f"/cases/{case.pk}/fields/dispatch").json()
    keys = [choice["code"] for field in told["fields"] for choice in field["choices"]]
    assert [field["name"] for field in told["fields"]] == ["to", "reason"]
    assert f"wardens:{loop.cast.buildings['5'].pk}" in keys
    assert call("韩冬").get(f"/cases/{case.pk}/fields/dispatch").status_code == 404


def test_a_wrong_receiver_is_refused_at_its_field(loop, call):
    case = loop.bring_to("filed")
    answer = call("赵敏").post(f"/cases/{case.pk}/steps/dispatch", {"to": "person:1"})
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, ["to"])


def test_the_reporter_stays_hidden_from_those_who_may_not_know(loop, call):
    case = loop.bring_to("handling")
    loop["韩冬"]
    for name in ("王师傅", "何书记", "周晓雨"):
        answer = call(name).get(f"/cases/{case.pk}")
        assert answer.json()["reporter"] is None
        assert "韩冬" not in answer.content.decode()


def test_photos_go_in_and_out_and_are_logged(loop, call):
    case = loop.report()
    made = call("韩冬").send(f"/cases/{case.pk}/photos", {"photo": _file()})
    assert made.status_code == 201
    assert Photo.objects.get().stage == "before"
    shown = call("赵敏").get(f"/cases/{case.pk}")
    assert [photo["href"] for photo in shown.json()["photos"]] == [made.json()["href"]]
    readings = TrailEntry.objects.filter(verb="read", actor=loop["赵敏"])
    assert not readings
    image = call("赵敏").get(f"/photos/{made.json()['id']}")
    assert (image["Content-Type"], b"".join(image.streaming_content)[:2]) == ("image/jpeg", b"\xff\xd8")
    assert [(row.data["class"], row.data["page"]) for row in readings.all()] == [("D06", "api-v1:photo-show")]
    assert call("高飞").get(f"/photos/{made.json()['id']}").status_code == 404


def test_what_is_no_picture_is_refused(loop, call):
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = loop.report()
    answer = call("韩冬").send(f"/cases/{case.pk}/photos", {"photo": SimpleUploadedFile("x.jpg", b"no picture")})
    assert answer.status_code == 422
    assert not Photo.objects.exists()
    assert call("韩冬").send(f"/cases/{case.pk}/photos", {}).status_code == 422


def test_the_same_picture_twice_is_one_picture(loop, call):
    case = loop.report()
    answers = [call("韩冬").send(f"/cases/{case.pk}/photos", {"photo": _file()}, key="one-picture") for _try in "ab"]
    assert answers[0].content == answers[1].content
    assert Photo.objects.count() == 1


def test_pauses_and_extensions_wait_for_those_who_decide(loop, call):
    case = loop.bring_to("handling")
    until = (clock.today() + timedelta(days=7)).isoformat()
    ask = call("王师傅").post(f"/cases/{case.pk}/steps/ask-pause", {"until": until, "reason": "等配件"})
    assert ask.status_code == 200
    assert (
        call("王师傅").post(f"/cases/{case.pk}/steps/ask-extension", {"amount": 1, "reason": "等"}).status_code == 200
    )
    waiting = call("陈雅琴").get("/approvals").json()
    assert [(row["kind"], row["asked_by"]) for row in waiting] == [("pause", "王师傅"), ("extension", "王师傅")]
    pause, extension = PauseRequest.objects.get().pk, Extension.objects.get().pk
    assert call("冯远").post(f"/pauses/{pause}/approve").status_code == 404
    assert call("陈雅琴").post(f"/extensions/{extension}/refuse", {"reason": "今天能办"}).status_code == 200
    assert call("陈雅琴").post(f"/pauses/{pause}/approve").status_code == 200
    assert call("罗宁").post(f"/pauses/{pause}/approve").status_code == 200
    assert (Case.objects.get().state, Extension.objects.get().state) == ("paused", "refused")


def test_a_pause_and_an_extension_can_be_decided_the_other_way(loop, call):
    case = loop.bring_to("handling")
    actions.request_pause(loop["王师傅"], case.pk, until=clock.today() + timedelta(days=7), reason="等配件")
    actions.request_extension(loop["王师傅"], case.pk, amount=1, reason="等")
    pause, extension = PauseRequest.objects.get().pk, Extension.objects.get().pk
    assert call("陈雅琴").post(f"/pauses/{pause}/refuse", {"reason": "不必"}).status_code == 200
    assert call("陈雅琴").post(f"/extensions/{extension}/approve").status_code == 200
    assert (PauseRequest.objects.get().state, Extension.objects.get().state) == ("refused", "granted")


def test_remarks_and_me_too(loop, call):
    case = loop.report(floor=loop.cast.rooms["5-412"].floor, spot="corridor")
    assert call("赵敏").post(f"/cases/{case.pk}/remarks", {"text": "下午去看"}).status_code == 201
    assert [row["text"] for row in call("赵敏").get(f"/cases/{case.pk}").json()["remarks"]] == ["下午去看"]
    assert call("周晓雨").get(f"/cases/{case.pk}").json()["remarks"] == []
    assert call("沈青").post(f"/cases/{case.pk}/join").json() == {"done": 1}
    assert case.supporters.count() == 1
    assert [row["id"] for row in call("沈青").get("/cases", mine="true").json()["items"]] == [case.pk]


def test_before_sending_it_says_who_will_see_it(loop, call):
    loop.report(floor=loop.cast.rooms["5-412"].floor, spot="corridor")
    told = call("沈青").get("/report-preview", category="light", where=where(loop, "floor")).json()
    assert told["promise"]["readers"]
    assert [row["what"] for row in told["similar"]] == ["灯具"] or len(told["similar"]) == 1
    places = call("韩冬").get("/report-places").json()
    assert places[0]["where"] == where(loop)


def test_the_lists_filter(loop, call):
    loop.report()
    closed = loop.bring_to("closed")
    program = call("何书记")
    assert [row["id"] for row in program.get("/cases", state="closed").json()["items"]] == [closed.pk]
    assert program.get("/cases", state="nothing").status_code == 422
    assert program.get("/cases", overdue="true").json()["items"] == []
    assert len(program.get("/cases", search=closed.number).json()["items"]) == 1
    assert program.get("/cases", building=loop.cast.buildings["3"].pk).json()["items"] == []
    assert {row["code"] for row in program.get("/cases/figures").json()} >= {"reported", "closed_on_time"}
    assert call("韩冬").get("/cases/figures").status_code == 403
    assert [row["kind"] for row in call("赵敏").get("/cases/to-do").json()] == ["file"]
    assert call("韩冬").get("/categories").json()[0]["filing_standard"]


def test_deadlines_are_told_line_by_line(loop, call):
    case = loop.bring_to("handling")
    with clock.travel(clock.now() + timedelta(days=14, milliseconds=250)):
        clocks = call("韩冬").get(f"/cases/{case.pk}/deadlines").json()
        told = call("韩冬").get(f"/cases/{case.pk}").json()
    assert clocks[-1]["lines"]
    assert [row["clock"] for row in clocks] == ["accept", "sign", "handle"]
    assert clocks[-1]["due_at"] == told["case"]["due_at"]
    assert all(line["what"] for row in clocks for line in row["lines"])
    assert clocks[-1]["over"] != "PT0H0M0S"
    for row in clocks:
        for span in ("used", "left", "over"):
            assert re.fullmatch(r"PT\d+H\d{1,2}M\d{1,2}S", row[span])


@pytest.mark.parametrize("path", ["/cases", "/cases/to-do", "/approvals"])
def test_a_list_costs_the_same_however_long_it_is(loop, call, path):
    call("赵敏")
    loop.report()
    costs = []
    for _round in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert call("赵敏").get(path).status_code == 200
        costs.append(len(asked))
        for _more in range(5):
            loop.report()
    assert costs[1] <= costs[0]
    assert costs[0] <= 45


def _file():
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("photo.jpg", picture()["buffer"], "image/jpeg")
