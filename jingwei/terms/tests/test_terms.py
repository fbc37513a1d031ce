"""Which term it is, and the usual one where the calendar has none."""

from datetime import date

import pytest

from jingwei.gate.posts import System
from jingwei.terms.actions import ensure_term, open_term, usual_term
from jingwei.terms.models import Term
from jingwei.terms.queries import current_term

CLI = System("cli")


@pytest.mark.parametrize(
    ("day", "code", "name", "ends_on"),
    [
        (date(2026, 9, 1), "2026-1", "2026-2027 学年第一学期", date(2027, 2, 19)),
        (date(2027, 2, 19), "2026-1", "2026-2027 学年第一学期", date(2027, 2, 19)),
        (date(2027, 2, 20), "2026-2", "2026-2027 学年第二学期", date(2027, 8, 31)),
        (date(2027, 8, 31), "2026-2", "2026-2027 学年第二学期", date(2027, 8, 31)),
    ],
)
def test_usual_term(day, code, name, ends_on):
    term = usual_term(day)
    assert (term["code"], term["name"], term["ends_on"]) == (code, name, ends_on)
    assert term["starts_on"] <= day <= ends_on


@pytest.mark.django_db
def test_a_term_is_opened_once():
    first = ensure_term(CLI, date(2026, 11, 22))
    assert ensure_term(CLI, date(2027, 1, 5)) == first
    assert ensure_term(CLI, date(2027, 3, 1)) != first
    assert Term.objects.count() == 2


@pytest.mark.django_db
def test_between_terms_the_last_one_counts():
    term = open_term(CLI, code="2026-1", name="秋", starts_on=date(2026, 9, 1), ends_on=date(2027, 1, 15))
    assert current_term(date(2027, 2, 1)) == term
    assert current_term(date(2026, 8, 1)) is None
