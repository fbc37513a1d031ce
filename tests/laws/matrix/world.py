"""The campus of the matrix: one row of each kind at every distance from whoever looks, a canary in every field.

Cases stand in the rows that a resident of 5-412 made, that a room-mate made, that lie in another room of the same grid, in the
grid next door, in another building, on a floor as a whole; one names a handler and a checker, one is sealed to its desk, one
is closed, one voided, one paused.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.apps import apps
from django.core import mail

from jingwei.cases import actions
from jingwei.cases.models import Desk
from jingwei.cases.tests.conftest import Loop, equip
from jingwei.core import clock
from jingwei.core.outbox import deliver_due
from jingwei.exchange.actions import stage_import
from jingwei.exchange.runs.files import Upload
from jingwei.gate.appointments import appoint
from jingwei.gate.posts import System
from jingwei.gate.roles import Role
from jingwei.grids.actions import draft_plan
from jingwei.people.models import Cohort, Person
from jingwei.privacy.models import BreakGlass, Correction, DataCopy, ExportRequest, Inquiry, NoticeDelay, Objection
from jingwei.sign_in.codes import ask_codes
from jingwei.site.demo.college import WORKBOOKS
from tests.cast import build
from tests.journeys.turns import picture

from .canaries import BEFORE, Canaries, personal_models
from .oracle import Facts

HERE = System("matrix")
HOUR = timedelta(hours=1)
WHY = "夜里没有回寝室，室友联系不上，要找到本人"


@dataclass
class World:
    loop: Loop
    canaries: Canaries
    mails: list
    facts: Facts | None = None
    known: dict = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        return self.loop[name]

    @property
    def cast(self):
        return self.loop.cast


def furnish() -> World:
    cast = build()
    canaries = Canaries()
    _people(cast)
    canaries.plant(BEFORE)
    world = World(equip(cast), canaries, [])
    mail.outbox = []
    _cases(world)
    _grids_and_imports(world)
    _privacy(world)
    deliver_due()
    world.mails = list(mail.outbox)
    canaries.plant(label for label in personal_models() if label not in BEFORE)
    world.facts = Facts(clock.now())
    return world


def _people(cast) -> None:
    """A counsellor, telephones, and the texts that the small campus leaves empty."""
    cast.people["周老师"] = Person.objects.create(number="T2008", name="周老师", name_pinyin="T2008", kind="staff")
    for person in Person.objects.all():
        person.phone, person.email = f"139{person.pk:08}", f"{person.number}@example.org"
        person.major, person.class_name, person.grade = "会计学", "会计一班", "2025级"
        person.save()


def _cases(world: World) -> None:
    loop, cast = world.loop, world.cast
    rooms, floors = cast.rooms, {room.floor_id: room.floor for room in cast.rooms.values()}
    for code in ("security", "aid"):
        appoint(HERE, world["孔科长"], Role.OFFICE, Desk.objects.get(code=code).pk)
    cohort = Cohort.objects.create(grade="2025级")  # a year's name is nobody's; 沈青 alone is of it here
    Person.objects.filter(pk=world["沈青"].pk).update(grade=cohort.grade)
    appoint(HERE, world["周老师"], Role.COUNSELLOR, cohort.pk)
    returned = loop.bring_to("returned")
    actions.add_photo(world["韩冬"], returned.pk, upload=picture()["buffer"], stage="before")
    actions.dispatch_case(world["赵敏"], returned.pk)
    actions.accept_case(world["孔科长"], returned.pk)
    actions.add_remark(world["赵敏"], returned.pk, text="请先看第二盏")
    actions.request_pause(world["孔科长"], returned.pk, until=clock.today() + timedelta(days=300), reason="等配件")
    actions.request_extension(world["孔科长"], returned.pk, amount=1, reason="等配件")
    for state in ("reported", "verifying", "info_wanted", "done_claimed", "paused", "closed", "voided", "merged"):
        loop.bring_to(state)
    loop.report(by="周晓雨", room=rooms["5-412"])
    loop.report(by="郑好", room=rooms["5-501"])
    next_door = loop.report(by="沈青", room=rooms["5-413"])
    actions.add_photo(world["沈青"], next_door.pk, upload=picture()["buffer"], stage="before")
    loop.report(by="高飞", room=rooms["3-101"])
    loop.report(by="韩冬", floor=next(iter(floors.values())), spot="corridor")
    sealed = loop.report(by="韩冬", code="hardship", room=rooms["5-412"])
    assert sealed.personal


def _grids_and_imports(world: World) -> None:
    draft_plan(world["何书记"])
    workbook = WORKBOOKS / "党支部一览.xlsx"
    stage_import(world["何书记"], [Upload(workbook.name, workbook.read_bytes())])


def _privacy(world: World) -> None:
    """What people ask about their data, and who looked where one usually may not: still open, and over."""
    now = clock.now()
    still, over = {"start": now - HOUR, "end": now + HOUR}, {"start": now - 3 * HOUR, "end": now - HOUR}
    for opener, auditor, name, span in (("王师傅", "严谨", "韩冬", still), ("刘师傅", "严谨", "高飞", over)):
        BreakGlass.objects.create(
            data_class="D03",
            subject=world[name],
            opened_by=world[opener],
            post="warden",
            purpose="emergency",
            reason=WHY,
            minutes=60,
            told_from=now,
            **span,
        )
        Inquiry.objects.create(subject=world[name], opened_by=world[auditor], reason=WHY, **span)
        NoticeDelay.objects.create(subject=world[name], decided_by=world[auditor], reason=WHY, hours=24, **span)
    for name in ("韩冬", "沈青", "王师傅"):
        person = world[name]
        Correction.objects.create(subject=person, why=WHY, due_at=now + HOUR, field="major", right="会计学专业方向")
        Objection.objects.create(subject=person, why=WHY, due_at=now + HOUR, wish="stop", data_class="D02")
        DataCopy.objects.create(person=person, serial=f"copy-{person.pk}", language="zh-hans")
    ExportRequest.objects.create(
        asked_by=world["孔科长"], serial="export-1", sheet="stays", columns=["name"], purpose="roster", why=WHY
    )
    ask_codes(world["何书记"], [world["韩冬"]], "invitation")


def ids(label: str) -> list[int]:
    return list(apps.get_model(label)._base_manager.order_by("pk").values_list("pk", flat=True))
