"""Which passwords are refused: common, leaked, or made of words that anybody here would guess."""

import gzip
from pathlib import Path

import pytest
from django.contrib.auth import password_validation
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from jingwei.sign_in.passwords import FEWEST, guesses, place_words

pytestmark = pytest.mark.django_db
LONG_ENOUGH = 10
WANTED = 3000


def is_refused(password: str, person=None) -> bool:
    try:
        validate_password(password, person)
    except ValidationError:
        return True
    return False


def common() -> list[str]:
    """The leaked passwords of both lists that are long enough and not digits alone, then single words that are."""
    kept = Path(password_validation.__file__).parent / "common-passwords.txt.gz"
    with gzip.open(kept, "rt") as file:
        leaked = [*FREQUENCY_LISTS["passwords"], *file.read().split()]
    found = dict.fromkeys([*leaked, *FREQUENCY_LISTS["english_wikipedia"]])
    return [word for word in found if len(word) >= LONG_ENOUGH and not word.isdigit()][:WANTED]


def test_the_three_thousand_commonest_that_would_fit_are_refused(figure):
    words = common()
    passed = [word for word in words if not is_refused(word)]
    figure("V6.2.4", f"{len(words)} common passwords of ten signs or more, {len(passed)} taken")
    assert (len(words), passed) == (WANTED, [])


@pytest.mark.parametrize(
    "password",
    [
        "Basketball1",
        "b4sketb@ll",
        "llabteksab",
        "qwertyuiop[]",
        "1qaz2wsx3edc",
        "abcabcabcabc",
        "woaini1314520",
        "P@ssw0rd2026",
    ],
)
def test_little_more_than_a_common_one_is_refused_too(password):
    assert is_refused(password)


def test_words_of_the_place_are_refused_and_do_no_harm_in_a_sentence(cast, settings):
    settings.COLLEGE_NAME = "国服院"
    house, branch = cast.buildings["5"].name, cast.branches["一"].name
    assert {house, branch, "jingwei", "guofuyuan", "经纬", "国服院", "xuesheng"} <= place_words()
    for password in (
        "jingwei2026!",
        "Guofuyuan-2026",
        "jingweijingwei",
        "经纬经纬经纬经纬经纬",
        f"{house}{branch}2026",
    ):
        assert is_refused(password), password
    assert not is_refused("jingwei-otter-velvet-plum")


def test_what_is_known_of_the_person_is_refused(cast):
    person = cast["韩冬"]
    person.phone, person.email = "13812345678", "glimmerfox@example.edu.cn"
    for password in (f"{person.number}ab", "13812345678a", "glimmerfox2026", "handonghandong", "handong20040101"):
        assert is_refused(password, person), password
    assert not is_refused("otter-velvet-plum-glimmerfox", person)


@pytest.mark.parametrize(
    "password", ["晨风吹过图书馆的窗台边", "otter velvet plum", "kd83-mv02-qpz7", "x" * 4 + "T9-owl-quartz-melon"]
)
def test_any_mixture_is_taken_where_it_is_hard_to_guess(password):
    assert not is_refused(password)


def test_how_long_a_password_may_be_is_no_way_to_keep_the_machine_busy(cast):
    begins = "otter-velvet-plum-quartz-melon-owl"
    assert guesses(begins + "4@8({[<69&#!1/|0$5+7%2zZ" * 40, set()) == guesses(begins, set()) > FEWEST
