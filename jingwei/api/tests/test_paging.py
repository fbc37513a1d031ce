"""Pages: all of the list, nothing twice, and a cursor that is of use to nobody else."""

import pytest

from tests.support.program import Program

pytestmark = pytest.mark.django_db


def walk(program, path: str, **query) -> list[dict]:
    items, after = [], ""
    while after is not None:
        page = program.get(path, after=after, **query).json()
        items += page["items"]
        after = page["next"]
    return items


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
@pytest.mark.parametrize("path", ["/people", "/rooms", "/floors"])
def test_every_row_once_and_in_order(cast, path, limit):
    program = Program(cast["何书记"])
    whole = program.get(path, limit=100).json()
    assert whole["next"] is None
    assert len(whole["items"]) > 2
    assert walk(program, path, limit=limit) == whole["items"]


def test_a_cursor_is_its_reader_s_and_its_list_s_own(cast):
    program = Program(cast["何书记"])
    cursor = program.get("/people", limit=1).json()["next"]
    assert program.get("/people", after=cursor).status_code == 200
    for answer in (
        program.get("/rooms", after=cursor),
        Program(cast["王师傅"]).get("/people", after=cursor),
        program.get("/people", after=cursor[:-1] + ("a" if cursor[-1] != "a" else "b")),
        program.get("/people", after="x"),
    ):
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == ["after"]


def test_a_cursor_grants_nothing(cast):
    """After the post has ended the next page is refused like the first."""
    from jingwei.core import clock
    from jingwei.gate.models import Appointment

    program = Program(cast["王师傅"])
    cursor = program.get("/people", limit=1).json()["next"]
    Appointment.objects.filter(person=cast["王师傅"]).update(end=clock.now())
    assert program.get("/people", after=cursor).status_code == 403
