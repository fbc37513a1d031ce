import pytest

from tests.support.program import Program

pytestmark = pytest.mark.django_db


def test_terms_and_hours(cast):
    program = Program(cast["石工"])  # the calendar is everyone's
    assert [(row["code"], row["current"]) for row in program.get("/terms").json()] == [("2026-1", True)]
    assert program.get("/office-hours").json()["openings"][0] == {"opens_at": "08:00", "closes_at": "12:00"}


@pytest.mark.parametrize(
    ("after", "day"),
    [
        ("2026-11-25", "2026-11-26"),
        ("2026-11-27", "2026-11-30"),  # over the weekend
        ("2026-09-30", "2026-10-08"),  # over the national holiday
        ("2026-09-18", "2026-09-20"),  # a Sunday worked for it
    ],
)
def test_the_next_working_day(cast, after, day):
    assert Program(cast["韩冬"]).get("/workdays/next", after=after).json() == {"day": day}


@pytest.mark.parametrize("after", ["9999-12-31", "2026-02-30", "tomorrow", "1764460800"])
def test_days_that_are_none_or_the_last(cast, after):
    answer = Program(cast["韩冬"]).get("/workdays/next", after=after)
    assert (answer.status_code, answer.json().get("day")) in [(200, None), (422, None)]
    assert (answer.status_code == 200) == (after == "9999-12-31")
