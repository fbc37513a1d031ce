"""Guessing passwords: what is looked at, what is not, and that no owner is kept out.

The figures of a whole night stand at the end and run with `make test-long`.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from jingwei.people.models import Person
from jingwei.sign_in import guard
from jingwei.sign_in.models import Device, Guess

from .conftest import OTHER, PASSWORD

pytestmark = pytest.mark.django_db
ADDRESSES = [f"10.20.{number}.7" for number in range(50)]


@pytest.fixture(autouse=True)
def _guarded(settings):
    settings.AXES_ENABLED = True


@pytest.fixture
def crowd():
    """Makes so many accounts, without one password among them that anybody would try."""

    def make(count: int) -> list[str]:
        rows = [Person(number=f"S{index:05}", name="众", name_pinyin="zhong", password="!") for index in range(count)]
        Person.objects.bulk_create(rows)
        return [row.number for row in rows]

    return make


def attempt(number: str, password: str, address: str, client: Client | None = None) -> int:
    form = {"username": number, "password": password}
    return (client or Client()).post(reverse("sign_in:sign-in"), form, REMOTE_ADDR=address).status_code


def guess_on(number: str, count: int) -> int:
    """How many of so many guesses from all the addresses in turn were looked at."""
    answers = [attempt(number, f"guess-{index}", ADDRESSES[index % 50]) for index in range(count)]
    return answers.count(422)


def spray(numbers: list[str], word) -> int:
    """One guess for everybody, from one address; how many were looked at."""
    return [attempt(number, word(number), ADDRESSES[0]) for number in numbers].count(422)


def test_ten_for_one_account_wherever_they_come_from(visitor, hour):
    who = visitor("韩冬")
    assert guess_on(who.person.number, 60) == 10
    assert who.sign_in().status_code == 429
    hour.shift(guard.REST.total_seconds() + 1)
    assert who.sign_in().status_code == 302


def test_the_owner_enters_all_the_while_from_a_device_of_their_own(visitor, hour):
    who = visitor("韩冬")
    who.sign_in()
    for _round in range(5):
        who.client.post(reverse("sign_in:sign-out"))
        guess_on(who.person.number, 12)
        assert who.sign_in().status_code == 302


def test_a_found_phone_has_ten_tries_as_well(visitor, hour):
    who = visitor("韩冬")
    who.sign_in()
    who.client.post(reverse("sign_in:sign-out"))
    answers = [attempt(who.person.number, f"guess-{index}", ADDRESSES[0], who.client) for index in range(15)]
    assert answers.count(422) == 10


def test_a_device_known_to_one_is_not_known_to_another(visitor, hour):
    mine, other = visitor("韩冬"), visitor("沈青")
    mine.sign_in()
    mine.client.post(reverse("sign_in:sign-out"))
    guess_on(other.person.number, 10)
    assert attempt(other.person.number, PASSWORD, ADDRESSES[0], mine.client) == 429


def test_one_word_for_everybody_is_not_looked_at_for_long(visitor, crowd, hour):
    who = visitor("韩冬")
    who.sign_in()
    who.client.post(reverse("sign_in:sign-out"))
    assert spray(crowd(60), lambda _number: PASSWORD) == guard.WORD_ACCOUNTS
    assert attempt(who.person.number, PASSWORD, ADDRESSES[9]) == 429  # the very word, from elsewhere
    assert who.sign_in().status_code == 302  # and from where its owner has been
    assert attempt("S00059", OTHER, ADDRESSES[9]) == 422  # another word, at another address


def test_many_accounts_at_one_address_where_nobody_gets_in(visitor, crowd, hour):
    assert spray(crowd(80), lambda number: f"{number}-2026") == guard.ADDRESS_ACCOUNTS
    who = visitor("韩冬")
    assert attempt(who.person.number, PASSWORD, ADDRESSES[1]) == 302


def test_a_campus_behind_one_address_goes_on(cast, crowd, hour):
    """Seventy mistakes in half an hour are a busy evening where thirty get in."""
    numbers = crowd(100)
    Person.objects.filter(number__in=numbers[:30]).update(password=_hash())
    for number in numbers[:30]:
        assert attempt(number, PASSWORD, ADDRESSES[0]) == 302
    assert spray(numbers[30:], lambda number: f"{number}-oops") == 70


def test_the_right_word_forgets_the_wrong_ones(visitor, hour):
    who = visitor("韩冬")
    assert guess_on(who.person.number, 9) == 9
    assert who.sign_in(client=Client()).status_code == 302
    assert guess_on(who.person.number, 12) == 10


def test_nothing_that_was_typed_is_kept(visitor, hour):
    who = visitor("韩冬")
    attempt(who.person.number, "a-secret-of-mine", "10.9.8.7")
    row = Guess.objects.values().get()
    assert not {who.person.number, "a-secret-of-mine", "10.9.8.7"} & {str(value) for value in row.values()}
    assert len(row["word"]) == 6  # a bin that many words fall into
    hour.shift(guard.KEPT.total_seconds() + 1)
    assert guard.forget_old() == 1


@pytest.mark.django_db(transaction=True)
def test_as_many_at_once_as_there_may_be_no_more_are_looked_at(cast):
    """Thirty at the same moment: each is counted before it is looked at."""
    request = RequestFactory().post("/", REMOTE_ADDR=ADDRESSES[0])

    def one(index: int) -> bool:
        try:
            return guard.reserve(request, cast.people["韩冬"].number, f"guess-{index}") is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        looked_at = sum(pool.map(one, range(30)))
    assert 0 < looked_at <= guard.TRIES


def _hash() -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


@pytest.mark.long
def test_a_night_of_guessing(visitor, crowd, hour, figure):
    """10,000 guesses on one account from 50 addresses, and one word on 1,136 accounts, in the same half hour."""
    who = visitor("韩冬")
    who.sign_in()
    entered = 0
    looked_at = 0
    for _part in range(100):
        looked_at += guess_on(who.person.number, 100)
        who.client.post(reverse("sign_in:sign-out"))
        entered += who.sign_in().status_code == 302
    sprayed = spray(crowd(1136), lambda _number: "Jingwei2026")
    figure("C2", f"10,000 guesses on one account: {looked_at} looked at; its owner came in {entered} of 100 times")
    figure("C2", f"one word on 1,136 accounts: looked at on {sprayed}")
    assert looked_at <= 10
    assert entered == 100
    assert sprayed <= 100
    assert Device.objects.filter(person=who.person).count() == 1
