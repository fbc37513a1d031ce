import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jingwei.core import outbox
from jingwei.core.models import InboxMessage
from jingwei.gate.models import TrailEntry
from tests.support.program import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(cast):
    outbox.post("grids.keeper_named", to=[cast["赵敏"]])
    outbox.deliver_due()
    return InboxMessage.objects.get()


def test_me(cast):
    told = Program(cast["赵敏"]).get("/me").json()
    assert (told["person"]["number"], told["room"]["name"]) == ("2023010401", "5号楼 412")
    assert [post["role"]["code"] for post in told["posts"]] == ["keeper"]
    assert not TrailEntry.objects.filter(verb="read").exists()  # one's own


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        ("王师傅", {"郑好", "赵敏", "周晓雨", "陈雅琴", "韩冬", "孙悦", "沈青", "吴霜", "丁前"}),
        ("赵敏", {"郑好", "赵敏", "周晓雨", "陈雅琴", "韩冬", "丁前"}),
    ],
)
def test_the_roster_in_reach(cast, reader, seen):
    answer = Program(cast[reader]).get("/people")
    assert {row["name"] for row in answer.json()["items"]} == seen
    assert "standing" not in answer.content.decode()


def test_reading_the_roster_leaves_one_line(cast):
    program = Program(cast["王师傅"])
    program.get("/people", limit=3)
    row = TrailEntry.objects.get(verb="read")
    assert (row.data["class"], len(row.data["ids"]), row.data["page"]) == ("D02", 3, "api-v1:people-list")


def test_search_and_sheet(cast):
    program = Program(cast["王师傅"])
    found = program.get("/people", search="韩").json()["items"]
    assert [row["name"] for row in found] == ["韩冬"]
    sheet = program.get(f"/people/{found[0]['id']}").json()
    assert (sheet["room"]["name"], sheet["posts"]) == ("5号楼 412", [])
    assert "phone" not in sheet["person"]
    foreign, missing = (program.get(f"/people/{pk}") for pk in (cast["高飞"].pk, 987654))
    assert foreign.status_code == 404
    assert foreign.content == missing.content


def test_residents_have_no_roster(cast):
    assert Program(cast["韩冬"]).get("/people").status_code == 403


def test_the_inbox(cast, message):
    program = Program(cast["赵敏"])
    row = program.get("/inbox").json()["items"][0]
    assert (row["id"], row["read_at"]) == (message.pk, None)
    assert row["sentence"]
    assert Program(cast["吴霜"]).post(f"/inbox/{message.pk}/read").status_code == 404
    assert program.post(f"/inbox/{message.pk}/read").status_code == 200
    message.refresh_from_db()
    assert message.read_at
    assert program.post("/inbox/read-all").json() == {"done": 0}


def test_preferences(cast):
    program = Program(cast["韩冬"])
    assert program.put("/me/preferences", {"email": "h@example.org", "language": "en"}).status_code == 200
    assert (cast["韩冬"].email, cast["韩冬"].language) == ("h@example.org", "en")
    answer = program.put("/me/preferences", {"email": "nobody", "language": "en"})
    assert [error["field"] for error in answer.json()["errors"]] == ["email"]


@pytest.mark.parametrize(("path", "most"), [("/people", 14), ("/inbox", 8), ("/me", 10)])
def test_a_list_costs_few_statements(cast, message, path, most):
    program = Program(cast["赵敏"])
    with CaptureQueriesContext(connection) as asked:
        assert program.get(path).status_code == 200
    assert len(asked) <= most
