"""Some weeks of cases for the demonstration, played through the actions themselves with the clock set back.

Every case is a story with a way through the loop. All moves of all cases happen in the order of their times, so the
trail is as it would have been; what would come after the present has not happened yet.
"""

import heapq
import random
import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from itertools import count, cycle
from pathlib import Path

from django.utils import timezone
from PIL import Image, ImageDraw

from jingwei.core import clock
from jingwei.core.dated import live
from jingwei.gate.flow import WrongState
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role
from jingwei.grids.models import MicroGrid
from jingwei.housing.models import Stay
from jingwei.people.models import Person

from . import actions, parties, routing
from .models import Case, Category, Dispatch, Handler

STORIES = tomllib.loads(Path(__file__).with_name("demo_stories.toml").read_text("utf-8"))["story"]
CASES_A_WEEK = 15
START = ("file", "dispatch", "accept")
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
        self._plan_worker()
        while self.queue:
            at, _order, act = heapq.heappop(self.queue)
            with clock.travel(at):
                act()
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
        pause = self.rng.expovariate(1 / 150) + 5 if awake else 4
        moment = clock.now() + timedelta(minutes=pause)

        def take():
            try:
                STEPS[way[0]](self, Case.objects.get(pk=pk), story)
            except WrongState:
                return  # the clock, or a merging, was faster: the story ends here
            self._next(pk, story, way[1:], awake=awake)

        self._at(_awake(moment) if awake else moment, take)

    def _plan_worker(self) -> None:
        """Morning and afternoon the clock does what is due: reminders, ended pauses, waits that are over."""
        day = timezone.localtime(self.start).replace(hour=9, minute=0, second=0, microsecond=0)
        while day < self.end:
            for hours in (0, 7):
                self._at(max(day + timedelta(hours=hours), self.start), _run_clock)
            day += timedelta(days=1)


def _first_grid() -> list[datetime]:
    """When the first grid was published; before that nobody would answer."""
    return list(MicroGrid.objects.order_by("start").values_list("start", flat=True)[:1])


def _run_clock() -> None:
    actions.end_waiting_for_info()
    actions.resume_due()
    actions.remind_due()


def _awake(moment: datetime) -> datetime:
    """The moment, or the next morning: nobody files a case at three at night."""
    local = timezone.localtime(moment)
    if local.hour < 8:
        return local.replace(hour=8, minute=local.minute)
    return local if local.hour < 22 else (local + timedelta(days=1)).replace(hour=8)


def _person(ids: list[int]) -> Person:
    return Person.objects.get(pk=ids[0])


def _steward(case: Case) -> Person:
    return _person(parties.stewards(case))


def _confirm(play: _Play, case: Case, story: dict) -> None:
    others = [person for person in parties.acting(case) if person != case.reporter_id]
    actions.confirm_case(_person(others), case.pk, note="去看过，是这样")


def _return(play: _Play, case: Case, story: dict) -> None:
    own = routing.receiver_of(case.dispatches.get(result=Dispatch.Result.WAITING)).key
    others = [receiver.key for receiver in routing.receivers(case) if receiver.key != own]
    receiver = _person(parties.receivers_of(case))
    actions.return_case(receiver, case.pk, reason="这要另一边的工具和配件", next_owner=others[0])


def _pause(days: int) -> Callable:
    def pause(play: _Play, case: Case, story: dict) -> None:
        until = clock.today() + timedelta(days=days)
        if case.handler_id in parties.judges_of(case):
            return  # nobody approves what they asked for
        request = actions.request_pause(case.handler, case.pk, until=until, reason="配件要从厂家订，到货再换")
        actions.approve_pause(_person(parties.judges_of(case)), request.pk)
        actions.confirm_pause(_person(parties.centre()), request.pk)

    return pause


def _claim(play: _Play, case: Case, story: dict) -> None:
    if case.state == "paused":
        actions.resume_work(case.handler, case.pk)
    if case.category.needs_photo:
        actions.add_photo(case.handler, case.pk, upload=_picture(play.rng), stage="after")
    actions.claim_done(case.handler, case.pk, outcome=story["outcome"])


def _merge(play: _Play, case: Case, story: dict) -> None:
    steward = _steward(case)
    for target in Case.objects.filter(category=case.category, building=case.building).exclude(pk=case.pk):
        if target.is_open and target.home_room_id and steward.pk in parties.stewards(target):
            actions.merge_case(steward, case.pk, into=target.pk, reason="说的是同一处")
            return
    twin = actions.report_case(
        steward,
        category=case.category,
        text=case.text,
        submission_key=f"demo-{next(play.order)}",
        **({"room": case.room} if case.room else {"floor": case.floor, "spot": case.spot}),
    )
    actions.merge_case(steward, case.pk, into=twin.pk, reason="说的是同一处")


STEPS: dict[str, Callable] = {
    "verify": lambda play, case, story: actions.ask_verification(_steward(case), case.pk),
    "confirm": _confirm,
    "ask_info": lambda play, case, story: actions.ask_info(_steward(case), case.pk, question="具体是哪一处？"),
    "give_info": lambda play, case, story: actions.give_info(case.reporter, case.pk, text="靠东边那一头"),
    "file": lambda play, case, story: actions.file_case(_steward(case), case.pk),
    "void": lambda play, case, story: actions.void_case(
        _steward(case), case.pk, reason="和另一张单子重了，那边已经修好"
    ),
    "merge": _merge,
    "dispatch": lambda play, case, story: actions.dispatch_case(_steward(case), case.pk),
    "take": lambda play, case, story: actions.take_case(_steward(case), case.pk),
    "accept": lambda play, case, story: actions.accept_case(_person(parties.receivers_of(case)), case.pk),
    "return": _return,
    "schedule": lambda play, case, story: actions.schedule_case(
        case.handler, case.pk, when=_awake(clock.now() + timedelta(hours=30))
    ),
    "pause": _pause(days=2),
    "pause_long": _pause(days=12),
    "claim": _claim,
    "send_back": lambda play, case, story: actions.send_back(case.checker, case.pk, reason="还没全好，请再看一眼"),
    "rework": lambda play, case, story: actions.begin_rework(case.handler, case.pk),
    "close": lambda play, case, story: actions.close_case(case.checker, case.pk, answer=story["answer"]),
    "rate": lambda play, case, story: actions.rate_case(
        case.reporter, case.pk, level=play.rng.choices((3, 2, 1), (8, 2, 1))[0]
    ),
    "want_reopen": lambda play, case, story: actions.want_reopen(case.reporter, case.pk, reason="过了一天又这样了"),
    "grant_reopen": lambda play, case, story: actions.grant_reopen(_person(parties.judges_of(case)), case.pk),
}


def _picture(rng: random.Random) -> bytes:
    """A drawn corridor with a lamp: a picture of a thing, nobody in it."""
    image = Image.new("RGB", (960, 720), "#d9d3c7")
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, 720), (330, 430), (630, 430), (960, 720)], fill="#8d8577")
    draw.polygon([(0, 0), (330, 250), (630, 250), (960, 0)], fill="#efece6")
    draw.rectangle((330, 250, 630, 430), fill="#b9b1a2", outline="#6b6f76", width=3)
    for door in range(3):
        left = 40 + door * 95
        draw.polygon(
            [
                (left, 260 + door * 30),
                (left + 60, 290 + door * 25),
                (left + 60, 640 - door * 70),
                (left, 690 - door * 70),
            ],
            fill=rng.choice(("#7a4f2b", "#6b4a33", "#855c38")),
        )
    draw.ellipse((430, 110, 530, 150), fill="#fff6d8", outline="#9a5b00", width=4)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
