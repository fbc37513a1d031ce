"""A write under a key happens once (D8)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from jingwei.api import keys
from jingwei.api.models import KeptAnswer
from jingwei.core import clock
from jingwei.gate.models import TrailEntry
from tests.cast import build
from tests.support.program import Program

WAY = "/me/preferences"
KEY = "a-key-of-my-own"
SENDERS = 8
FEW_ROUNDS, ROUNDS = 50, 10_000  # of each run, of the long one


def body(number: int = 1) -> dict:
    return {"email": f"me{number}@example.org", "language": "en"}


def revisions() -> int:
    return TrailEntry.objects.filter(verb="account.revise").count()


@pytest.mark.django_db
class TestOne:
    def test_a_write_wants_a_key(self, cast):
        program = Program(cast["韩冬"])
        for headers in ({}, {"idempotency-key": "short"}, {"idempotency-key": "with a blank in it"}):
            answer = program.client.put(
                f"/api/v1{WAY}", body(), content_type="application/json", headers={**program.headers, **headers}
            )
            assert (answer.status_code, answer.json()["type"]) == (400, "/api/v1/docs#key-wanted")
        assert revisions() == 0

    def test_sent_again_it_is_answered_the_same_and_done_once(self, cast):
        program = Program(cast["韩冬"])
        first, again = program.put(WAY, body(), key=KEY), program.put(WAY, body(), key=KEY)
        assert (first.status_code, first.content, first["Content-Type"]) == (
            again.status_code,
            again.content,
            again["Content-Type"],
        )
        assert again["Idempotency-Replayed"] == "true"
        assert "Idempotency-Replayed" not in first
        assert revisions() == 1

    def test_json_written_otherwise_is_the_same_body(self, cast):
        program = Program(cast["韩冬"])
        program.put(WAY, body(), key=KEY)
        turned = b'{ "language" : "en",\n "email":"me1@example.org" }'
        again = program.client.put(
            f"/api/v1{WAY}",
            turned,
            content_type="application/json",
            headers={**program.headers, "idempotency-key": KEY},
        )
        assert again["Idempotency-Replayed"] == "true"

    def test_with_another_body_it_is_refused(self, cast):
        program = Program(cast["韩冬"])
        program.put(WAY, body(1), key=KEY)
        other = program.put(WAY, body(2), key=KEY)
        assert (other.status_code, other.json()["type"]) == (422, "/api/v1/docs#key-reused")
        assert cast["韩冬"].email == "me1@example.org"

    def test_at_another_address_it_is_refused(self, cast):
        program = Program(cast["韩冬"])
        program.put(WAY, body(), key=KEY)
        assert program.post("/inbox/read-all", body(), key=KEY).status_code == 422

    def test_a_key_is_each_account_s_own(self, cast):
        for name in ("韩冬", "赵敏"):
            assert "Idempotency-Replayed" not in Program(cast[name]).put(WAY, body(), key=KEY)
        assert revisions() == 2

    def test_what_was_refused_keeps_no_key(self, cast):
        program = Program(cast["韩冬"])
        assert program.put(WAY, {"email": "x", "language": "fr"}, key=KEY).status_code == 422
        assert not KeptAnswer.objects.exists()
        assert program.put(WAY, body(), key=KEY).status_code == 200

    def test_what_broke_leaves_neither_effect_nor_key(self, cast, monkeypatch):
        def breaks(*_row):
            raise RuntimeError("a fault of ours")

        monkeypatch.setattr("jingwei.people.api.receipt", breaks)
        program = Program(cast["韩冬"])
        program.client.raise_request_exception = False
        answer = program.put(WAY, body(), key=KEY)
        assert (answer.status_code, answer.json()["type"]) == (500, "/api/v1/docs#server-error")
        assert (revisions(), KeptAnswer.objects.count()) == (0, 0)
        assert cast["韩冬"].email != "me1@example.org"

    def test_an_answer_is_not_given_again_to_who_lost_the_right(self, cast):
        program = Program(cast["韩冬"])
        program.put(WAY, body(), key=KEY)
        person = cast["韩冬"]
        person.is_active = False
        person.save()
        assert program.put(WAY, body(), key=KEY).status_code == 401

    def test_keys_are_kept_for_seven_days(self, cast):
        Program(cast["韩冬"]).put(WAY, body(), key=KEY)
        with clock.travel(clock.now() + timedelta(days=7) - timedelta(minutes=1)):
            assert keys.forget_old_answers() == 0
        with clock.travel(clock.now() + timedelta(days=7, minutes=1)):
            assert keys.forget_old_answers() == 1


def race(rounds: int) -> tuple[int, int, int]:
    """Eight senders of one key at a time, half of them with another body: (doubles, wrong replays, failures)."""
    cast = build()
    program, stranger = Program(cast["韩冬"]), Program(cast["赵敏"])
    doubles = wrong = failures = 0
    with ThreadPoolExecutor(SENDERS) as pool:
        for number in range(rounds):
            together, before = Barrier(SENDERS), revisions()

            def sender(which, number=number, together=together):
                caller = stranger if which == SENDERS - 1 else program
                together.wait()
                answer = caller.put(WAY, body(2 * number + which % 2), key=f"race-{number:08}")
                connection.close()
                return which, answer.status_code, answer.content

            answers = list(pool.map(sender, range(SENDERS)))
            own = [(which % 2, status, content) for which, status, content in answers if which < SENDERS - 1]
            done = {(side, content) for side, status, content in own if status == 200}
            doubles += revisions() - before - 2  # one of the program's, one of the stranger's
            wrong += len(done) != 1
            failures += sum(status not in (200, 422) for _side, status, _content in own)
            failures += answers[-1][1] != 200
    return doubles, wrong, failures


@pytest.mark.django_db(transaction=True)
def test_of_eight_senders_of_a_key_one_has_the_effect(figure):
    found = race(FEW_ROUNDS)
    figure("D8", f"{FEW_ROUNDS} races of {SENDERS}: {found[0]} doubles, {found[1]} wrong replays, {found[2]} failures")
    assert found == (0, 0, 0)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_of_eight_senders_of_a_key_one_has_the_effect_ten_thousand_times(settings, figure):
    settings.API_CALLS_A_MINUTE = 10**9
    found = race(ROUNDS)
    figure("D8", f"{ROUNDS:,} races of {SENDERS}: {found[0]} doubles, {found[1]} wrong replays, {found[2]} failures")
    assert found == (0, 0, 0)
