"""The weeks in play: every case is a story with a way through the loop.

All moves of all cases happen in the order of their times, so the trail is as it would have been; what would come after
the present has not happened yet.
"""

import heapq
import random
import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count, cycle
from pathlib import Path

from django.utils import timezone

from jingwei.cases import actions, clocks
from jingwei.cases.models import Case, Category, Handler
from jingwei.core import clock, outbox
from jingwei.core.dated import live
from jingwei.gate.flow import WrongState
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role
from jingwei.grids.models import MicroGrid
from jingwei.housing.models import Stay
from jingwei.people.inbox import read_all
from jingwei.people.models import Person
from jingwei.terms.worktime import Clock

from .standing import ELSEWHERE, STANDING, START, UNDER_WAY, homes_of_firsts, hours_before
from .steps import STEPS

STORIES = tomllib.loads(Path(__file__).with_name("stories.toml").read_text("utf-8"))["story"]
CASES_A_WEEK = 16
AT_WORK = {"accept", "return", "schedule", "pause", "claim", "rework"}  # steps that people take in office hours
UNREAD = timedelta(days=2)  # what is older has been read
QUIET = timedelta(days=5)  # before the present: by then what the weeks brought has come to its end
# Ways through the loop and how often each is taken; after the last step of a way the case rests.
WAYS: dict[tuple[str, ...], int] = {
    (*START, "claim", "close", "rate"): 11,
    (*START, "schedule", "claim", "close", "rate"): 6,
    ("verify", "confirm", "dispatch", "accept", "claim", "close"): 3,
    ("ask_info", "give_info", *START, "claim", "close", "rate"): 2,
    ("file", "dispatch", "return", "dispatch", "accept", "claim", "close", "rate"): 3,
    (*START, "claim", "send_back", "rework", "claim", "close", "rate"): 2,
    (*START, "claim", "close", "want_reopen", "grant_reopen", "claim", "close", "rate"): 1,
    ("file", "take", "claim", "close", "rate"): 2,
    (*START, "pause", "claim", "close"): 1,
    ("void",): 1,
}


def play_weeks(weeks: int, seed: int = 1) -> int:
    """Play `weeks` weeks up to the present, the same for the same seed. Returns how many cases there are then."""
    return _Play(weeks, random.Random(seed)).run()  # noqa: S311 - a story, no secret


class _Play:
    """The weeks in play: a queue of moments, each with what happens then."""

    def __init__(self, weeks: int, rng: random.Random):
        self.rng, self.end = rng, clock.now()
        self.start = max([self.end - timedelta(weeks=weeks), *_first_grid()])
        self.cases = weeks * CASES_A_WEEK
        self.queue: list[tuple[datetime, int, Callable[[], None]]] = []
        self.order = count()
        self.stories = cycle(rng.sample(STORIES, len(STORIES)))
        self.categories = {category.code: category for category in Category.objects.select_related("desk")}
        self.kinds = {kind: cycle(self._stories_of(kind)) for kind in ("plain", "urgent", "desk")}
        self.homes = self._homes()

    def run(self) -> int:
        if self.homes:
            self._plan_weeks()
            self._plan_standing()
        self._plan_worker()
        while self.queue:
            at, _order, act = heapq.heappop(self.queue)
            with clock.travel(at):
                act()
        outbox.deliver_due(limit=1000)
        return Case.objects.count()

    def _stories_of(self, kind: str) -> list[dict]:
        """What comes to the wardens, pressing or not, and what to the desk of the first office."""
        posts = Appointment.objects.live().filter(role=Role.OFFICE).order_by("person__number")
        desk = posts.values_list("unit_id", flat=True).first()

        def kind_of(category: Category) -> str:
            if category.route == Handler.WARDEN:
                return "urgent" if category.urgent else "plain"
            return "desk" if category.desk_id == desk else ""

        return [story for story in STORIES if kind_of(self.categories[story["category"]]) == kind]

    def _homes(self) -> list[tuple[Person, object]]:
        """Who lives all these weeks in a kept room, with the room, in an order of their own."""
        kept = MicroGrid.objects.filter(live(self.start), small_grid__isnull=False).values("room")
        rows = Stay.objects.filter(live(self.start), live(), room__in=kept).select_related(
            "person", "room__floor__building"
        )
        homes = [(stay.person, stay.room) for stay in rows.order_by("room", "person")]
        self.rng.shuffle(homes)
        return homes

    def _at(self, moment: datetime, act: Callable[[], None]) -> None:
        """Nothing happens before there are grids, nor after now."""
        if self.start <= moment < self.end:
            heapq.heappush(self.queue, (moment, next(self.order), act))

    def _plan_weeks(self) -> None:
        """Every home in its turn, until some days ago."""
        for way in self.rng.choices(list(WAYS), list(WAYS.values()), k=self.cases):
            moment = self.start + max(self.end - QUIET - self.start, timedelta()) * self.rng.random()
            self._plan(_awake(moment), way, self.homes[next(self.order) % len(self.homes)], next(self.stories))

    def _plan_standing(self) -> None:
        firsts = homes_of_firsts(self.homes)
        for one in STANDING:
            story = next(self.kinds[one.story])
            self._plan(hours_before(self.end, one.hours), one.way, next(firsts[one.whose]), story, brisk=True)
        for _case in range(ELSEWHERE):
            way, most = self.rng.choice(UNDER_WAY)
            moment = hours_before(self.end, self.rng.uniform(most / 4, most))
            home = self.homes[next(self.order) % len(self.homes)]
            self._plan(moment, way, home, next(self.kinds["plain"]), brisk=True)

    def _plan(
        self, moment: datetime, way: tuple[str, ...], home: tuple[Person, object], story: dict, *, brisk: bool = False
    ) -> None:
        """One case. A brisk one is moved on within minutes, so that it stands where it should."""
        if self.categories[story["category"]].urgent:  # filed and dispatched by itself
            way = tuple(step for step in way if step in ("accept", "claim", "close", "rate"))
        reporter, room = home

        def report():
            place = {"room": room} if story["place"] == "room" else {"floor": room.floor, "spot": story["place"]}
            case = actions.report_case(
                reporter,
                category=self.categories[story["category"]],
                text=story["text"],
                submission_key=f"demo-{next(self.order)}",
                **place,
            )
            self._next(case.pk, story, way, brisk=brisk)

        self._at(moment, report)

    def _next(self, pk: int, story: dict, way: tuple[str, ...], *, brisk: bool) -> None:
        """Plan the first step of `way`; it plans the rest."""
        if not way:
            return
        moment = clock.now() + timedelta(minutes=4) if brisk else self._moment_of(way[0])

        def take():
            try:
                STEPS[way[0]](self.rng, Case.objects.get(pk=pk), story)
            except WrongState:
                return  # the clock, or a merging, was faster: the story ends here
            self._next(pk, story, way[1:], brisk=brisk)

        self._at(moment, take)

    def _moment_of(self, step: str) -> datetime:
        """When somebody gets round to it, now and then too late: handlers at work, everybody else while awake."""
        hours = self.rng.expovariate(1 / 1.8) + 0.1
        if step in AT_WORK:
            return clocks.deadline(clock.now(), clocks.Limit(hours, Clock.WORK_HOUR))
        return _awake(clock.now() + timedelta(hours=hours))

    def _plan_worker(self) -> None:
        """Morning and afternoon the clock does what is due: reminders, ended pauses, waits that are over, messages."""
        day = timezone.localtime(self.start).replace(hour=9, minute=0, second=0, microsecond=0)
        while day < self.end:
            for hours in (0, 7):
                self._at(max(day + timedelta(hours=hours), self.start), _run_worker)
            day += timedelta(days=1)
        self._at(self.end - UNREAD, _read_inboxes)


def _first_grid() -> list[datetime]:
    """When the first grid was published; before that nobody would answer."""
    return list(MicroGrid.objects.order_by("start").values_list("start", flat=True)[:1])


def _run_worker() -> None:
    actions.end_waiting_for_info()
    actions.resume_due()
    actions.hand_over_due()
    actions.remind_due()
    outbox.deliver_due()


def _read_inboxes() -> None:
    for person in Person.objects.filter(inbox__read_at__isnull=True).distinct():
        read_all(person)


def _awake(moment: datetime) -> datetime:
    """The moment, or the next morning: nobody files a case at three at night."""
    local = timezone.localtime(moment)
    if local.hour < 8:
        return local.replace(hour=8, minute=local.minute)
    return local if local.hour < 22 else (local + timedelta(days=1)).replace(hour=8)
