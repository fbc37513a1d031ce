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

from .steps import STEPS

STORIES = tomllib.loads(Path(__file__).with_name("stories.toml").read_text("utf-8"))["story"]
CASES_A_WEEK = 15
START = ("file", "dispatch", "accept")
AT_WORK = {"accept", "return", "schedule", "pause", "claim", "rework"}  # steps that people take in office hours
UNREAD = timedelta(days=2)  # what is older has been read
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
# What the last days leave standing, so that every state can be looked at, and each role's first person (by number) has
# something to do: the steps, how many days ago it began, and in whose room.
STANDING: list[tuple[tuple[str, ...], float, str]] = [
    ((), 0.05, Role.KEEPER),
    ((), 0.1, Role.KEEPER),
    (("verify",), 0.3, Role.LEAD),
    (("ask_info",), 1, Role.RESIDENT),
    (("file",), 0.4, Role.KEEPER),
    (("file", "dispatch"), 0.9, Role.KEEPER),
    (("file", "dispatch", "return"), 1.2, Role.KEEPER),
    (START, 1.5, Role.RESIDENT),
    (START, 6, Role.KEEPER),
    ((*START, "schedule"), 1.8, Role.RESIDENT),
    ((*START, "pause_long"), 6, Role.KEEPER),
    ((*START, "claim"), 2, Role.LEAD),
    ((*START, "claim", "send_back"), 2.5, Role.KEEPER),
    ((*START, "claim", "close"), 3, Role.RESIDENT),
    ((*START, "claim", "close", "want_reopen"), 3.5, Role.KEEPER),
    (("merge",), 2, Role.KEEPER),
    (("void",), 2, Role.LEAD),
]
# And what is under way in other rooms these days, so that the cloth has more than one stain.
UNDER_WAY = ((), ("file",), ("file", "dispatch"), START, START, (*START, "schedule"), (*START, "claim"))
ELSEWHERE = 24


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
        self.plain_stories = cycle(
            story
            for story in STORIES
            if (category := self.categories[story["category"]]).route == Handler.WARDEN and not category.urgent
        )
        self.homes = self._homes()

    def run(self) -> int:
        ways = self.rng.choices(list(WAYS), list(WAYS.values()), k=self.cases) if self.homes else []
        for way in ways:
            moment = self.start + (self.end - self.start) * self.rng.random() * 0.97
            self._plan(moment, way, self.homes[next(self.order) % len(self.homes)])
        firsts = self._firsts() if self.homes else {}
        for way, days, whose in STANDING if self.homes else []:
            self._plan(self.end - timedelta(days=days), way, firsts[whose], awake=False)
        for _case in range(ELSEWHERE if self.homes else 0):
            moment = self.end - timedelta(days=self.rng.uniform(0.1, 3))
            home = self.homes[next(self.order) % len(self.homes)]
            self._plan(moment, self.rng.choice(UNDER_WAY), home, awake=False)
        self._plan_worker()
        while self.queue:
            at, _order, act = heapq.heappop(self.queue)
            with clock.travel(at):
                act()
        outbox.deliver_due(limit=1000)
        return Case.objects.count()

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
        if moment < self.end:
            heapq.heappush(self.queue, (moment, next(self.order), act))

    def _firsts(self) -> dict[str, tuple[Person, object]]:
        """Role → a home of the role's first person: who lives in a kept or led room, or holds no post at all."""
        posts = Appointment.objects.filter(live()).order_by("person__number")
        grid = posts.filter(role=Role.KEEPER).values_list("unit_id", flat=True).first()
        kept = set(MicroGrid.objects.filter(live(), small_grid=grid).values_list("room", flat=True))
        led = posts.filter(role=Role.LEAD).values_list("unit_id", flat=True).first()
        busy = set(posts.values_list("person", flat=True))
        by_number = sorted(self.homes, key=lambda home: home[0].number)

        def first(fits: Callable[[Person, object], bool]) -> tuple[Person, object]:
            return next((home for home in by_number if fits(*home)), by_number[0])

        return {
            Role.KEEPER: first(lambda person, room: room.pk in kept and person.pk not in busy),
            Role.LEAD: first(lambda person, room: room.pk == led and person.pk not in busy),
            Role.RESIDENT: first(lambda person, room: person.pk not in busy),
        }

    def _plan(self, moment: datetime, way: tuple[str, ...], home: tuple[Person, object], *, awake: bool = True) -> None:
        story = next(self.stories if awake else self.plain_stories)
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
            self._next(case.pk, story, way, awake=awake)

        self._at(_awake(moment) if awake else moment, report)

    def _next(self, pk: int, story: dict, way: tuple[str, ...], *, awake: bool) -> None:
        """Plan the first step of `way`; it plans the rest. Standing cases go fast, so that they stand where they should."""
        if not way:
            return
        moment = self._moment_of(way[0]) if awake else clock.now() + timedelta(minutes=4)

        def take():
            try:
                STEPS[way[0]](self.rng, Case.objects.get(pk=pk), story)
            except WrongState:
                return  # the clock, or a merging, was faster: the story ends here
            self._next(pk, story, way[1:], awake=awake)

        self._at(moment, take)

    def _moment_of(self, step: str) -> datetime:
        """When somebody gets round to it: handlers at work, everybody else while awake."""
        hours = self.rng.expovariate(1 / 2.5) + 0.1
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
