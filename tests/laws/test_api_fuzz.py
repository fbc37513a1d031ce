"""Whatever is sent to the API: no fault, no answer that is not in the description, nothing accepted that does not fit (B1).

schemathesis works through examples, edge cases, random and wrong input of every endpoint, as four people, each with real
things and with none in the paths. What a request did is taken back before the next, so all meet the same college.
"""

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections, transaction
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from jingwei.core import clock
from jingwei.site.api import description
from tests.cast import build
from tests.laws.test_api import furnished
from tests.support.program import Program

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("api-fuzz")]
ROLES = ("韩冬", "赵敏", "孔科长", "何书记")  # resident, keeper, office, committee
SEED = 20261122
AT_LEAST = 100_000  # cases of the long run
A_FORTNIGHT = timedelta(days=14, milliseconds=250)  # every clock has run by then, whatever the hour of the tests
# Who is let in is told by test_api.py for every endpoint. Whether a fitting request is taken depends on the state of
# things, which no schema says: a wrong step of a case is 409 or 422, and right so.
OTHERWISE_HELD = ("ignored_auth", "positive_data_acceptance")


@dataclass
class Findings:
    cases: int = 0
    statuses: Counter = field(default_factory=Counter)
    failures: dict[tuple[str, str], str] = field(default_factory=dict)  # (check, endpoint) → the first of its kind

    def take(self, event) -> None:
        if isinstance(event, events.NonFatalError | events.FatalError):
            self.failures[type(event).__name__, getattr(event, "label", "")] = str(event)
        if not isinstance(event, events.ScenarioFinished):
            return
        recorder = event.recorder
        self.cases += len(recorder.interactions)
        self.statuses.update(each.response.status_code for each in recorder.interactions.values() if each.response)
        for case, checks in recorder.checks.items():
            for check in checks:
                if check.status != Status.SUCCESS:
                    sent = recorder.interactions[case].request
                    told = f"{check.failure_info.failure}\n{sent.method} {sent.uri} {sent.body!r}"
                    self.failures.setdefault((check.name, recorder.label), told)


def taken_back(app, opened: set):
    """The application a fortnight later, with nothing of what a request did kept, and every key that fits a new one.

    `opened` gathers the connections of the threads that call, so that they can be closed when these are gone.
    """
    numbers = count(1)

    def call(environ, start_response):
        connection = connections[DEFAULT_DB_ALIAS]
        if connection not in opened:
            connection.inc_thread_sharing()
            opened.add(connection)
        if len(environ.get("HTTP_IDEMPOTENCY_KEY", "")) >= 8:
            environ["HTTP_IDEMPOTENCY_KEY"] = f"{next(numbers):010}{environ['HTTP_IDEMPOTENCY_KEY']}"[:100]
        with clock.travel(clock.now() + A_FORTNIGHT), transaction.atomic():
            answer = list(app(environ, start_response))
            transaction.set_rollback(True)
        return answer

    return call


def fuzz(program: Program, things: dict, *, examples: int, seed: int, phases: tuple[str, ...], found: Findings) -> None:
    everything = ("examples", "coverage", "fuzzing", "stateful")
    config = SchemathesisConfig.from_dict(
        {
            "headers": {"Authorization": f"Bearer {program.value}"},
            "generation": {"mode": "all", "max-examples": examples, "no-shrink": True},
            "parameters": {f"path.{kind}": thing for kind, thing in things.items()},
            "phases": {phase: {"enabled": phase in phases} for phase in everything},
            "checks": {name: {"enabled": False} for name in OTHERWISE_HELD},
            "continue-on-failure": True,
            "seed": seed,
        }
    )
    schema = schemathesis.openapi.from_dict(description(), config=config)
    opened: set = set()
    schema.app = taken_back(get_wsgi_application(), opened)
    for event in from_schema(schema).execute():
        found.take(event)
    for connection in opened:
        connection.close()
        connection.dec_thread_sharing()


@pytest.fixture
def world(settings):
    settings.API_CALLS_A_MINUTE = 10**9
    logging.disable(logging.WARNING)  # a line a refusal
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # the request stands in a transaction of ours
    yield furnished(build())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    logging.disable(logging.NOTSET)


def told(found: Findings) -> str:
    statuses = ", ".join(f"{status}: {number}" for status, number in sorted(found.statuses.items()))
    faults = sum(number for status, number in found.statuses.items() if status >= 500)
    return f"{found.cases:,} cases, {faults} 5xx, {len(found.failures)} findings ({statuses})"


def test_random_and_wrong_input_as_four_people(world, figure):
    found = Findings()
    for number, name in enumerate(ROLES):
        things = world.things if number % 2 == 0 else {}
        program = Program(world.people[name])
        fuzz(program, things, examples=1, seed=SEED + number, phases=("fuzzing",), found=found)
    figure("B1", told(found))
    assert found.failures == {}
    assert found.cases > 4 * 100


@pytest.mark.long
@pytest.mark.parametrize("name", ROLES, ids=["resident", "keeper", "office", "committee"])
def test_a_hundred_thousand_cases_as_four_people(world, figure, name):
    """A quarter each. Examples and edge cases are the same in every turn, so they have two: with real things, and with none."""
    found, first, turn = Findings(), SEED + 1_000 * ROLES.index(name), 0
    while found.cases < AT_LEAST // len(ROLES) and not found.failures:
        phases = ("examples", "coverage", "fuzzing", "stateful") if turn < 2 else ("fuzzing", "stateful")
        things = world.things if turn % 2 == 0 else {}
        fuzz(Program(world.people[name]), things, examples=40, seed=first + turn, phases=phases, found=found)
        turn += 1
    figure("B1", f"{name}: {told(found)}, seeds {first} to {first + turn - 1}")
    assert found.failures == {}
