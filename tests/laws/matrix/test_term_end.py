"""A post ends, and with it every right it gave, in the same second (A7): on pages and partials, by token, behind a cursor or
a link that was given out before, and in the worker's hands.

One second before the end somebody opens everything that their post opens. At the end they ask for all of it again, in the
same session, by the same token, at the same addresses. What the independent oracle does not grant any more must answer like
what never existed; what it still grants may tell nothing beyond.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import resolve

from jingwei.core import clock
from jingwei.exchange.actions import confirming, start_import
from jingwei.exchange.models import ImportRun
from jingwei.gate.appointments import end_posts
from jingwei.gate.models import Appointment
from jingwei.grids.actions import ask_for_draft
from jingwei.grids.actions.calculating import calculate
from jingwei.grids.models import Calculation, Plan
from jingwei.housing.models import Stay
from jingwei.party.models import Affiliation
from jingwei.people.models import Person
from jingwei.privacy.actions.exports import approve_export, ask_export, make_export
from jingwei.privacy.models import ExportRequest
from tests.support.program import Program

from .oracle import Facts
from .routes import MISSING, Rule
from .walk import BACKEND, TOLD, Address, Walk, addresses, nothing_stays, spread
from .world import HERE, ids

pytestmark = [pytest.mark.django_db]
ROOT = Path(__file__).resolve().parents[3]
SECOND = timedelta(seconds=1)
HOLDERS = {  # each post once, and living somewhere, which is one too
    "何书记": "committee",
    "罗宁": "centre",
    "陈雅琴": "secretary",
    "赵敏": "keeper",
    "周晓雨": "lead",
    "韩冬": "resident",
    "王师傅": "warden",
    "孔科长": "office",
    "严谨": "auditor",
    "石工": "admin",
}
SHORT = ("jingwei.cases.views.lists", "jingwei.people.browse", "jingwei.people.inbox", "jingwei.privacy.readings")
# Addresses with a question mark, in pages and in JSON: cursors, filters, signed links.
GIVEN_OUT = re.compile(r"""(?:href|src|action|hx-get|url)=["']([^"'#]*\?[^"'#]+)["']""")
HELD_OPEN = re.compile(r"StreamingHttpResponse|EventSource|WebSocket|event-stream|hx-ext|channels")


@pytest.fixture(autouse=True)
def short_pages(monkeypatch, settings):
    """Every list goes on behind a cursor; and a stopped clock never comes to the next minute's calls."""
    for module in SHORT:
        monkeypatch.setattr(f"{module}.PAGE", 1)
    settings.API_CALLS_A_MINUTE = 10**9


@dataclass(frozen=True)
class Cell:
    """An address, what is put into it, the row this names, and the same with nothing there."""

    address: Address
    arguments: tuple
    pk: int | None = None
    missing: tuple = ()


def cells(address: Address) -> Iterator[Cell]:
    rule = address.rule
    if rule is None:
        yield from (Cell(address, words) for words in address.words)
        return
    for pk in ids(rule.label):
        if isinstance(rule, Rule):
            for arguments, missing in zip(rule.arguments(pk), rule.arguments(MISSING), strict=True):
                yield Cell(address, arguments, pk, missing)
        else:
            rest = ((ids(label) or [MISSING])[0] for label in rule.labels[1:])
            yield Cell(address, (pk, *rest), pk, (MISSING,) * len(rule.labels))


@dataclass
class Holder:
    """One person at one moment: in their session, and by their token."""

    session: Walk
    token: Walk
    at: datetime

    @classmethod
    def of(cls, world, person, at: datetime, session: Client) -> "Holder":
        then = replace(world, facts=Facts(at), known={})
        return cls(Walk(then, person.pk, session), Walk(then, person.pk, Client()), at)

    def may(self, cell: Cell) -> bool:
        if cell.pk is None:
            return self.session.world.facts.holds(self.session.who, cell.address.capability)
        return self.session.may(cell.address.capability, cell.address.rule, cell.pk)

    @property
    def faults(self) -> list[str]:
        return [
            line for walk in (self.session, self.token) for kind in (walk.wrong, walk.leaks) for line in sorted(kind)
        ]


@dataclass
class End:
    """What somebody had open when their posts ended."""

    name: str
    before: Holder
    after: Holder
    secret: dict  # the header with the token
    lapsed: list[Cell] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    tried: Counter = field(default_factory=Counter)

    def open_all(self, most: int | None) -> None:
        """One second before: every page that will lapse, and every list that goes on being theirs in part."""
        with clock.travel(self.before.at):
            for address in addresses():
                theirs = [cell for cell in cells(address) if address.capability and self.before.may(cell)]
                lapsed = spread([cell for cell in theirs if not self.after.may(cell)], most)
                self.lapsed += lapsed
                if address.method == "GET":
                    for cell in lapsed or [cell for cell in theirs if cell.pk is None]:
                        self._open(cell)

    def _open(self, cell: Cell) -> None:
        address = cell.address
        walk, more = (self.before.token, self.secret) if address.is_api else (self.before.session, {})
        answer = walk.ask(address, cell.arguments, more)
        if cell.pk is not None and getattr(address.rule, "strict", False) and answer.is_refusal:
            self.before.session.wrong.add(f"{answer.path}: theirs a second before, and got {answer.status}")
        if address.is_api:
            answer = walk.send("GET", f"{answer.path}?limit=1", more)
            self.links |= {f"{answer.path}&after={found}" for found in re.findall(r'"next": "([^"]+)"', answer.text)}
        else:
            found = (unescape(link) for link in GIVEN_OUT.findall(answer.text))
            self.links |= {urljoin(answer.path, link) for link in found if not urlsplit(link).netloc}

    def ask_again(self) -> None:
        """At the end: whatever lapsed, in every way it can be asked for; and every link that was given out."""
        with clock.travel(self.after.at):
            for cell in self.lapsed:
                self._refused(cell, "page", self.after.session, {"Idempotency-Key": "term-end"})
                if cell.address.is_api:
                    self._refused(cell, "token", self.after.token, {**self.secret, "Idempotency-Key": "term-end"})
                elif cell.address.method == "GET":
                    self._refused(cell, "partial", self.after.session, {"HX-Request": "true"})
            for link in sorted(self.links):
                self._followed(link)

    def _refused(self, cell: Cell, how: str, walk: Walk, surface: dict) -> None:
        self.tried[how] += 1
        if cell.pk is not None:
            walk.row(cell.address, surface, cell.arguments, cell.missing, allowed=False, strict=True)
        elif not (answer := walk.ask(cell.address, cell.arguments, surface)).is_refusal:
            walk.wrong.add(f"{cell.address.method} {answer.path}: not theirs any more, and got {answer.status}")

    def _followed(self, link: str) -> None:
        """A cursor or a signed link: refused where its page lapsed. Where it did not, the walk hears if it tells too much."""
        path = urlsplit(link).path
        route = resolve(path)
        by_token = route.namespace == "api-v1"
        self.tried["signed link" if "link=" in link else "cursor or filter"] += 1
        walk = self.after.token if by_token else self.after.session
        answer = walk.send("GET", link, self.secret if by_token else {})
        gone = [cell for cell in self.lapsed if cell.address.name == route.view_name and cell.address.method == "GET"]
        if answer.status in TOLD and any(cell.arguments == tuple(route.kwargs.values()) for cell in gone):
            walk.wrong.add(f"{link}: not theirs any more, and got {answer.status}")


def end_of(world, name: str, posts, stays) -> End:
    """Their posts over in half an hour."""
    at, person, session = clock.now() + timedelta(minutes=30), world[name], Client()
    posts.update(end=at)
    stays.update(end=at)
    session.force_login(person, backend=BACKEND)
    secret = Program(person).headers
    before, after = (Holder.of(world, person, moment, session) for moment in (at - SECOND, at))
    return End(name, before, after, secret)


def over(world, figure, name: str, most: int | None) -> None:
    with nothing_stays():
        if name == "孔科长":
            made_export(world)
        posts = Appointment.objects.filter(person=world[name], end=None)
        end = end_of(world, name, posts, Stay.objects.filter(person=world[name], end=None))
        end.open_all(most)
        end.ask_again()
    ways = ", ".join(f"{number} by {how}" for how, number in sorted(end.tried.items()))
    faults = end.before.faults + end.after.faults
    figure("A7", f"{HOLDERS[name]}: {end.tried.total()} tries at +0 s ({ways}), {len(end.after.faults)} allowed")
    assert not faults, "\n".join(faults[:40])
    assert end.tried["page"]


def made_export(world) -> ExportRequest:
    """Asked by the office, agreed by the committee, made, and ready behind its link."""
    asked = ask_export(world["孔科长"], sheet="stays", columns=["name", "room"], purpose="report", why="报保卫处核对")
    approve_export(world["何书记"], asked.pk)
    make_export(asked.pk)
    return ExportRequest.objects.get(pk=asked.pk)


@pytest.mark.parametrize("name", HOLDERS, ids=HOLDERS.values())
def test_nothing_opens_at_the_second_of_the_end(world, figure, name):
    over(world, figure, name, 2)


@pytest.mark.long
@pytest.mark.parametrize("name", HOLDERS, ids=HOLDERS.values())
def test_nothing_opens_at_the_second_of_the_end_on_any_row(world, figure, name):
    over(world, figure, name, None)


@pytest.mark.parametrize(
    ("name", "opened", "given_out"),
    [
        ("王师傅", {"cases:photo", "api-v1:photo-show", "people:show"}, r"^/people/\?after="),
        ("何书记", {"exchange:progress", "grids:calculation", "grids:plan"}, r"^/api/v1/people\?limit=1&after="),
        ("孔科长", {"privacy:export", "privacy:export-file"}, r"^/privacy/exports/\d+/file/\?link="),
    ],
    ids=["photo and cursor", "what is asked for each second", "signed link"],
)
def test_each_kind_of_address_is_among_what_is_tried(world, name, opened, given_out):
    """What the figures count is there to be counted."""
    with nothing_stays():
        made_export(world)
        ask_for_draft(world["何书记"])
        posts = Appointment.objects.filter(person=world[name], end=None)
        end = end_of(world, name, posts, Stay.objects.none())
        end.open_all(1)
    assert opened <= {cell.address.name for cell in end.lapsed}
    assert [link for link in end.links if re.search(given_out, link)]


def test_a_post_that_is_taken_away_ends_as_one_that_runs_out(world):
    with nothing_stays():
        keeper, client = world["赵敏"], Client()
        client.force_login(keeper, backend=BACKEND)
        person = f"/people/{world['韩冬'].pk}/"
        moment = clock.now() + timedelta(minutes=30)
        with clock.travel(moment - SECOND):
            assert client.get(person).status_code == 200
        with clock.travel(moment):
            end_posts(HERE, Appointment.objects.filter(person=keeper, role="keeper"))
            assert client.get(person).status_code in (403, 404)


def test_the_worker_makes_nothing_for_whoever_has_no_post_any_more(world, figure, monkeypatch):
    """An export that was agreed to, a plan that was asked for, an import that was confirmed: all waiting when the posts end."""
    with nothing_stays():
        moment = clock.now() + timedelta(minutes=30)
        office, committee = world["孔科长"], world["何书记"]
        with clock.travel(moment - SECOND):
            asked = ask_export(office, sheet="stays", columns=["name"], purpose="report", why="报保卫处核对")
            approve_export(committee, asked.pk)
            wanted = ask_for_draft(committee)
            run, waiting = ImportRun.objects.get(), []
            monkeypatch.setattr(confirming, "write_started", lambda *arguments: waiting.append(arguments))
            start_import(committee, run.pk, sweeping_ok=True)
            monkeypatch.undo()
        before = facts_of(Plan, Person, Affiliation)
        with clock.travel(moment):
            Appointment.objects.filter(person__in=[office, committee]).update(end=moment)
            stored = set(default_storage.listdir("privacy")[1]) if default_storage.exists("privacy") else set()
            make_export(asked.pk)
            calculate(wanted.pk)
            confirming.write_started.call_local(*waiting[0])
            left = set(default_storage.listdir("privacy")[1]) - stored if default_storage.exists("privacy") else set()
        row, plan = ExportRequest.objects.get(pk=asked.pk), Calculation.objects.get(pk=wanted.pk)
        run.refresh_from_db()
        assert (row.key, row.downloads, left) == ("", 0, set())
        assert plan.state == Calculation.State.FAILED
        assert run.state == ImportRun.State.PREVIEWED
        assert facts_of(Plan, Person, Affiliation) == before
    figure("A7", "worker: 3 jobs that were waiting at the end (export, plan, import), 0 made")


def facts_of(*models) -> list:
    return [sorted(model._base_manager.values_list()) for model in models]


def test_there_is_no_stream_that_would_have_to_be_cut(figure):
    """Every answer is whole at once; pages that wait ask anew each second, and are refused like any other."""
    found = [
        path
        for kind in ("py", "html", "ts", "js")
        for path in (ROOT / "jingwei").rglob(f"*.{kind}")
        if "dist" not in path.parts and "tests" not in path.parts and HELD_OPEN.search(path.read_text("utf-8"))
    ]
    figure("A7", "streams: none")
    assert not found
