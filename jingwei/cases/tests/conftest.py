"""The small campus with a catalogue and desks, and a case brought to any state by the actions themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from jingwei.cases import actions
from jingwei.cases.models import Case, Category, Desk
from jingwei.core import clock
from jingwei.gate.models import Appointment
from jingwei.gate.posts import System
from jingwei.gate.roles import Role, UnitKind

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a working day


@dataclass
class Loop:
    """The cast around one case: reporter 韩冬 (5-412), keeper 赵敏, lead 周晓雨, warden 王师傅, secretary 陈雅琴."""

    cast: object

    def __post_init__(self):
        self.keys = count(1)

    def __getitem__(self, name):
        return self.cast[name]

    def category(self, code="light") -> Category:
        return Category.objects.get(code=code)

    def report(self, by="韩冬", code="light", text="走廊东头第二盏灯不亮两天了", key=None, **place) -> Case:
        place = place or {"room": self.cast.rooms["5-412"]}
        return actions.report_case(
            self[by], category=self.category(code), text=text, submission_key=key or f"key-{next(self.keys)}", **place
        )

    def bring_to(self, state: str, code="light") -> Case:
        """A case of 5-412 in that state, by the shortest way."""
        case = self.report(code=code)
        for step in WAYS[state]:
            STEPS[step](self, case.pk)
        case = Case.objects.get(pk=case.pk)
        assert case.state == state
        return case


def _pause(loop, pk):
    request = actions.request_pause(loop["王师傅"], pk, until=clock.today() + timedelta(days=7), reason="等配件")
    actions.approve_pause(loop["陈雅琴"], request.pk)
    actions.confirm_pause(loop["罗宁"], request.pk)


def _merge(loop, pk):
    target = loop.report(by="周晓雨")
    actions.merge_case(loop["赵敏"], pk, into=target.pk, reason="同一盏灯")


STEPS = {
    "verify": lambda loop, pk: actions.ask_verification(loop["赵敏"], pk),
    "ask_info": lambda loop, pk: actions.ask_info(loop["赵敏"], pk, question="是哪一盏"),
    "file": lambda loop, pk: actions.file_case(loop["赵敏"], pk),
    "dispatch": lambda loop, pk: actions.dispatch_case(loop["赵敏"], pk),
    "accept": lambda loop, pk: actions.accept_case(loop["王师傅"], pk),
    "return": lambda loop, pk: actions.return_case(
        loop["王师傅"], pk, reason="要电工", next_owner=f"desk:{Desk.objects.get(code='logistics').pk}"
    ),
    "schedule": lambda loop, pk: actions.schedule_case(loop["王师傅"], pk, when=clock.now() + timedelta(hours=3)),
    "pause": _pause,
    "claim": lambda loop, pk: actions.claim_done(loop["王师傅"], pk, outcome="换了灯管"),
    "send_back": lambda loop, pk: actions.send_back(loop["孙悦"], pk, reason="还在闪"),
    "close": lambda loop, pk: actions.close_case(loop["孙悦"], pk, answer="灯亮了"),
    "want_reopen": lambda loop, pk: actions.want_reopen(loop["韩冬"], pk, reason="又不亮了"),
    "void": lambda loop, pk: actions.void_case(loop["赵敏"], pk, reason="不归学院管"),
    "merge": _merge,
}
_TO_HANDLING = ("file", "dispatch", "accept")
WAYS = {
    "reported": (),
    "verifying": ("verify",),
    "info_wanted": ("ask_info",),
    "filed": ("file",),
    "dispatched": ("file", "dispatch"),
    "returned": ("file", "dispatch", "return"),
    "handling": _TO_HANDLING,
    "scheduled": (*_TO_HANDLING, "schedule"),
    "paused": (*_TO_HANDLING, "pause"),
    "done_claimed": (*_TO_HANDLING, "claim"),
    "rework": (*_TO_HANDLING, "claim", "send_back"),
    "closed": (*_TO_HANDLING, "claim", "close"),
    "reopen_wanted": (*_TO_HANDLING, "claim", "close", "want_reopen"),
    "merged": ("merge",),
    "voided": ("void",),
}


def equip(cast) -> Loop:
    """Load the catalogue and give the logistics desk its members."""
    actions.ensure_catalogue(System("tests"))
    desk = Desk.objects.get(code="logistics")
    Appointment.objects.create(person=cast.people["孔科长"], role=Role.OFFICE, unit_kind=UnitKind.DESK, unit_id=desk.pk)
    return Loop(cast)


@pytest.fixture
def monday():
    """It is Monday, 9 o'clock, until the test travels on."""
    with clock.travel(MONDAY):
        yield MONDAY


@pytest.fixture
def loop(monday, cast) -> Loop:
    return equip(cast)


@pytest.fixture
def browse(client, loop):
    """browse("韩冬") → a client signed in as that person."""

    def sign_in(name):
        client.force_login(loop[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
