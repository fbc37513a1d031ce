"""Ids in what a request carries, exchanged for others: in bodies, queries, hidden fields, hx-vals and names of files (A5).

Everybody sends every form, their own and those of others, with each id in it exchanged for rows that are not theirs, for rows
of another kind and for one that never existed. What is not theirs answers as what never existed does, byte by byte; nothing
of it is told, and nothing is written for it.
"""

import json
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

import pytest
from django.db import connection

from jingwei.core import clock

from .oracle import Facts
from .routes import API
from .subjects import SUBJECTS
from .swaps import NAMES, Carrier, Names, carriers_of, described, unexplained
from .walk import Walk, nothing_stays, plain, spread

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("swaps")]
MOST, OF_OTHERS = 6, 3  # rows a field, in one's own forms and in those of others
RANDOM = re.compile(rb"[0-9a-f]{32}|[0-9a-f-]{36}")
WRITES = ("INSERT", "UPDATE", "DELETE")
NOTED = ("gate_trailentry", "gate_glassline", "sign_in_", "axes_", "api_idempotencykey", "django_session")


@pytest.fixture(scope="module")
def forms(world):
    """Each person's own forms. Cases are brought to where they ask for somebody: dispatched, returned, passed on."""
    for state in ("filed", "dispatched", "handling"):
        world.loop.bring_to(state)
    world.facts, world.known = Facts(clock.now()), {}
    walks = {name: Walk.of(world, world[name]) for name in SUBJECTS if name}
    return {name: [*carriers_of(walk), *described(walk)] for name, walk in walks.items()}


@dataclass
class Swapper:
    """One person, who sends what is not theirs."""

    walk: Walk
    swaps: int = 0
    wrong: set = field(default_factory=set)

    def send(self, carrier: Carrier, name: str, value: str):
        """The answer, and which tables it wrote to."""
        filled, client, written = carrier.with_value(name, value), self.walk.client, []
        cookies = SimpleCookie({key: morsel.value for key, morsel in client.cookies.items()})
        headers = {"Idempotency-Key": f"swapped-{self.swaps:08}"} if carrier.name.startswith(API) else {}
        with nothing_stays(), connection.execute_wrapper(noting(written)):
            if carrier.method == "GET":
                response = client.get(carrier.path, filled, headers=headers)
            elif carrier.is_api:
                body = json.dumps(filled)
                response = client.generic(carrier.method, carrier.path, body, "application/json", headers=headers)
            else:
                response = getattr(client, carrier.method.lower())(carrier.path, filled, headers=headers)
            told = self.walk.world.canaries.found(response) - self.walk.world.canaries.told(value)  # one's own words
            said = [str(one) for one in getattr(response.wsgi_request, "_messages", ())]
        client.cookies = cookies  # what was said stands on the next page, whichever it is
        return response.status_code, plain(response) + "".join(said).encode(), told, tuple(written)

    def swap(self, carrier: Carrier, name: str, names: Names, offered: set[str], most: int) -> None:
        missing = names.missing()
        nothing = self.send(carrier, name, missing)
        where = f"{carrier.method} {carrier.path} {name}"
        values = names.values()
        foreign = [pk for pk in values if values[pk] not in offered and not names.theirs(self.walk, pk)]
        for value in [*(values[pk] for pk in spread(foreign, most)), *names.of_another_type()]:
            self.swaps += 1
            answer = self.send(carrier, name, value)
            self.look(f"{where}={value}", answer)
            if masked(answer, value, missing) != masked(nothing, value, missing):
                self.wrong.add(f"{where}={value}: {answer[0]}, and {nothing[0]} for what never existed")
            if answer[3] != nothing[3]:
                self.wrong.add(f"{where}={value}: wrote {answer[3]}, and {nothing[3]} for what never existed")
        for pk in [pk for pk in values if pk not in foreign][:2]:
            self.swaps += 1
            self.look(f"{where}={values[pk]}", self.send(carrier, name, values[pk]))

    def look(self, where: str, answer) -> None:
        self.wrong |= {f"{where} tells {source}" for source in answer[2] if not self.walk.knows(source)}
        if answer[0] >= 500:
            self.wrong.add(f"{where}: {answer[0]}")


def noting(written: list):
    def execute(execute, sql, params, many, context):
        if sql.startswith(WRITES) and not any(table in sql for table in NOTED):
            written.append(sql.split('"')[1])
        return execute(sql, params, many, context)

    return execute


def masked(answer, *values: str) -> tuple:
    """Without the ids that were sent, which a page may repeat, and without what is dealt out by chance."""
    numbers = {part for value in values for part in (value, *re.findall(r"\d+", value))}
    body = RANDOM.sub(b"", answer[1])
    for part in sorted(numbers, key=len, reverse=True):
        body = re.sub(rb"(?<![0-9])" + re.escape(part.encode()) + rb"(?![0-9])", b"", body)
    return answer[0], body


def test_every_field_that_looks_like_an_id_is_explained(forms):
    assert unexplained([one for mine in forms.values() for one in mine]) == set()
    carried = {(one.name, name) for mine in forms.values() for one in mine for name in one.filled}
    assert set(NAMES) - carried == set()


@pytest.mark.parametrize("name", SUBJECTS, ids=SUBJECTS.values())
def test_foreign_ids_say_and_do_nothing(world, forms, figure, name):
    swapper = Swapper(Walk.of(world, world[name] if name else None))
    own = forms.get(name, [])
    offered = {
        (one.name, key): set().union(*(other.offered.get(key, set()) for other in own if other.name == one.name))
        for one in own
        for key in one.swapped
    }
    done = set()
    for carrier, most in [*((one, MOST) for one in own), *((one, OF_OTHERS) for two in forms.values() for one in two)]:
        for key in carrier.swapped:
            if (carrier.name, carrier.method, key) not in done:
                done.add((carrier.name, carrier.method, key))
                for names in NAMES[carrier.name, key]:
                    swapper.swap(carrier, key, names, offered.get((carrier.name, key), set()), most)
    figure("A5", f"{SUBJECTS[name]}: {swapper.swaps} ids exchanged, {len(swapper.wrong)} that told or did anything")
    assert swapper.swaps >= 300  # seventeen of them: more than five thousand
    assert not swapper.wrong, "\n".join(sorted(swapper.wrong)[:40])
