"""How long an answer takes tells nothing (C3): not whether a number is anybody's, not whether what is foreign is there, not
whether a case is sealed.

What takes time is asking the database, deriving a password's hash, and writing. The default run counts these, which says the
same on every machine. The long run measures: answers of both kinds in turn, by the wall and by the processor.
"""

import gc
import logging
import re
import time
from collections.abc import Callable
from contextlib import contextmanager
from random import Random
from statistics import median

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client
from django.urls import reverse

from jingwei.cases import actions
from jingwei.cases.models import Desk
from jingwei.cases.tests.conftest import equip
from jingwei.gate.appointments import appoint
from jingwei.gate.posts import System
from jingwei.gate.roles import Role
from jingwei.people.models import Person
from jingwei.sign_in import codes
from jingwei.sign_in.backend import nobodys
from tests.journeys.turns import picture
from tests.laws.matrix.walk import Count, nothing_stays, plain

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PASSWORD, WRONG, CODE = "amber-birch-cedar-delta", "a-wrong-one-of-that-length", "AAAAA-AAAAA"
AT_SIGN_IN = ("known or unknown at sign-in", "without a password or unknown", "closed or unknown")
NOWHERE, NUMBER = 987_654, re.compile(rb"\b\d{10}\b")  # the form says again which number was typed
SAMPLES, GAP, AUC = 5_000, 0.001, 0.55
TIDY = 50  # samples between two collections of what requests leave behind, so that none falls into a measurement
DERIVATIONS = 2_000  # a run of the hash is half a millisecond: seen at once if one were missing, and soon repeated


class Hasher(PBKDF2PasswordHasher):
    """That of the program, with fewer rounds, and counted."""

    iterations = DERIVATIONS
    runs = 0

    def encode(self, password, salt, iterations=None):
        type(self).runs += 1
        return super().encode(password, salt, iterations)


@pytest.fixture(autouse=True)
def _as_in_use(settings):
    settings.AXES_ENABLED = True
    settings.PASSWORD_HASHERS = [f"{__name__}.Hasher"]
    nobodys.cache_clear()
    nobodys()
    yield
    nobodys.cache_clear()


@pytest.fixture
def loop(cast):
    """The campus with a sealed case, and accounts of all kinds: with a password, closed, without one, with a code."""
    made = equip(cast)
    appoint(System("tests"), cast["孔科长"], Role.OFFICE, Desk.objects.get(code="aid").pk)
    made.sealed = made.report(by="韩冬", code="hardship", room=cast.rooms["5-412"])
    made.foreign = made.report(by="高飞", room=cast.rooms["3-101"])
    made.photo = actions.add_photo(cast["高飞"], made.foreign.pk, upload=picture()["buffer"], stage="before")
    asked = codes.ask_codes(cast["何书记"], [cast["郑好"]], "invitation")
    codes.agree(cast["石工"], asked.pk)
    codes.issue_codes(cast["何书记"], asked.pk)
    for name in ("韩冬", "沈青"):
        person = cast[name]
        person.set_password(PASSWORD)
        person.save()
    Person.objects.filter(pk=cast["沈青"].pk).update(is_active=False)
    return made


def at_the_door(name: str, **typed) -> Callable:
    return lambda: Client().post(reverse(name), typed)


def sign_in_as(number: str) -> Callable:
    return at_the_door("sign_in:sign-in", username=number, password=WRONG)


def enter_as(number: str) -> Callable:
    return at_the_door("sign_in:enter", number=number, code=CODE, password=PASSWORD, again=PASSWORD)


def pairs(loop) -> dict[str, tuple[Callable, Callable]]:
    """What somebody would like to tell apart: this, and that."""
    known, closed, without, invited = (loop[name].number for name in ("韩冬", "沈青", "高飞", "郑好"))
    sealed, foreign, missing = (f"/cases/{pk}/" for pk in (loop.sealed.pk, loop.foreign.pk, NOWHERE))
    clients = {name: Client() for name in ("韩冬", "赵敏", "陈雅琴")}
    for name, client in clients.items():
        client.force_login(loop[name], backend=BACKEND)

    def page(name: str, path: str) -> Callable:
        return lambda: clients[name].get(path)

    return {
        "known or unknown at sign-in": (sign_in_as(known), sign_in_as("2099999999")),
        "without a password or unknown": (sign_in_as(without), sign_in_as("2099999999")),
        "closed or unknown": (sign_in_as(closed), sign_in_as("2099999999")),
        "invited or unknown": (enter_as(invited), enter_as("2099999999")),
        "known and not invited or unknown": (enter_as(known), enter_as("2099999999")),
        "a foreign or a missing case": (page("韩冬", foreign), page("韩冬", missing)),
        "a foreign or a missing person": (
            page("赵敏", f"/people/{loop['高飞'].pk}/"),
            page("赵敏", f"/people/{NOWHERE}/"),
        ),
        "a foreign or a missing photo": (
            page("韩冬", f"/cases/photos/{loop.photo.pk}/"),
            page("韩冬", f"/cases/photos/{NOWHERE}/"),
        ),
        "a sealed or a missing case": (page("赵敏", sealed), page("赵敏", missing)),
        "a sealed or a missing case, for the secretary": (page("陈雅琴", sealed), page("陈雅琴", missing)),
    }


def work_of(ask: Callable) -> tuple:
    """Statements, hashes, and what is seen of them."""
    count, Hasher.runs = Count(), 0
    with nothing_stays(), connection.execute_wrapper(count):
        answer = ask()
        return count.statements, Hasher.runs, answer.status_code, NUMBER.sub(b"", plain(answer))


def test_both_are_the_same_work_and_the_same_bytes(loop, figure):
    found = pairs(loop)
    for one, other in found.values():  # what is looked up once for all
        work_of(one), work_of(other)
    uneven = {}
    for name, (one, other) in found.items():
        this, that = work_of(one), work_of(other)
        if this != that:
            uneven[name] = (this[:3], that[:3], this[3] == that[3])
    figure("C3", f"{len(found)} pairs by statements, hashes and bytes, {len(uneven)} that can be told apart")
    assert not uneven


def test_a_wrong_password_costs_one_hash_whoever_it_is_for(loop):
    found = pairs(loop)
    hashes = {(name, work_of(ask)[1]) for name in AT_SIGN_IN for ask in found[name]}
    assert hashes == {(name, 1) for name in AT_SIGN_IN}


@pytest.mark.long
def test_no_clock_tells_them_apart(loop, figure):
    wrong = []
    for name, asks in pairs(loop).items():
        for clock_name, (gap, auc) in measured(*asks, SAMPLES).items():
            figure(
                "C3", f"{name}, {SAMPLES:,} times, by the {clock_name}: median gap {gap * 1e6:.0f} µs, AUC {auc:.3f}"
            )
            if gap >= GAP or auc > AUC:
                wrong.append(f"{name} by the {clock_name}: {gap * 1e3:.3f} ms, {auc:.3f}")
    assert not wrong


def measured(one: Callable, other: Callable, samples: int) -> dict[str, tuple[float, float]]:
    """Clock → (median of the gap between two asked in turn, how well the time tells them apart: 0.5 is not at all)."""
    dice, times = Random(3), {"wall": ([], []), "processor": ([], [])}  # noqa: S311 - repeatable on purpose
    with quiet():
        for sample in range(-samples // 20, samples):  # the first fill caches and are not kept
            if sample % TIDY == 0:
                gc.collect()
            for side in dice.sample((0, 1), 2):
                with nothing_stays():
                    wall, processor = time.perf_counter(), time.process_time()
                    (one, other)[side]()
                    processor, wall = time.process_time() - processor, time.perf_counter() - wall
                if sample >= 0:
                    times["wall"][side].append(wall)
                    times["processor"][side].append(processor)
    gaps = {name: [one - other for one, other in zip(*found, strict=True)] for name, found in times.items()}
    return {name: (abs(median(gaps[name])), told_apart(*times[name])) for name in times}


@contextmanager
def quiet():
    """Nothing of our own between two measurements."""
    logging.disable(logging.CRITICAL)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        logging.disable(logging.NOTSET)


def told_apart(this: list[float], that: list[float]) -> float:
    """The area under the curve of the best threshold on the time, by ranks (Mann and Whitney)."""
    ranks, total, place = {}, sorted(this + that), 0
    while place < len(total):
        same = place
        while same < len(total) and total[same] == total[place]:
            same += 1
        ranks[total[place]] = (place + 1 + same) / 2
        place = same
    above = sum(ranks[value] for value in this) - len(this) * (len(this) + 1) / 2
    share = above / (len(this) * len(that))
    return max(share, 1 - share)


def test_the_measure_knows_a_difference_when_there_is_one():
    dice = Random(5)  # noqa: S311 - repeatable on purpose
    same = [[dice.gauss(5, 1) for _sample in range(2000)] for _side in range(2)]
    assert told_apart(*same) < AUC
    assert told_apart(same[0], [value + 1 for value in same[1]]) > 0.7
    assert told_apart([1.0, 2.0], [1.0, 2.0]) == 0.5
