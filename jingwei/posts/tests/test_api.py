import pytest

from jingwei.gate.models import Appointment
from tests.support.program import Program

pytestmark = pytest.mark.django_db


def test_posts_are_given_and_ended(cast):
    program = Program(cast["何书记"])
    key = f"warden:{cast.buildings['3'].pk}"
    held = {row["post"]: row for row in program.get("/posts").json()}
    assert [row["person"]["name"] for row in held[key]["holders"]] == ["刘师傅"]
    given = program.post("/posts", {"number": "T2005", "post": key})
    assert given.status_code == 201
    appointment = Appointment.objects.get(pk=given.json()["id"])
    assert (appointment.person.name, appointment.end) == ("孔科长", None)
    assert program.post(f"/appointments/{appointment.pk}/end").status_code == 200
    appointment.refresh_from_db()
    assert appointment.end


def test_what_cannot_be_given(cast):
    program = Program(cast["何书记"])
    unknown = program.post("/posts", {"number": "T9999", "post": "auditor:0"})
    assert [error["field"] for error in unknown.json()["errors"]] == ["name"]
    for body in ({"number": "T2005", "post": "keeper:1"}, {"number": "T2006", "post": "committee:0"}):
        assert program.post("/posts", body).status_code == 422  # no such post; auditor and committee stay apart
    assert program.post("/appointments/987654/end").status_code == 404


@pytest.mark.parametrize("name", ["罗宁", "王师傅", "韩冬", "石工"])
def test_nobody_else_gives_posts(cast, name):
    program = Program(cast[name])
    assert program.get("/posts").status_code == 403
    assert program.post("/posts", {"number": "T2005", "post": "centre:0"}).status_code == 403


def test_a_token_without_the_scope_gives_no_post(cast):
    assert (
        Program(cast["何书记"], scopes=["read", "work"])
        .post("/posts", {"number": "T2005", "post": "centre:0"})
        .status_code
        == 403
    )
