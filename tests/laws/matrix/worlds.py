"""Worlds by chance: the small campus, with posts, rooms, branches and cases dealt out anew."""

from datetime import timedelta
from random import Random

from jingwei.cases.models import Alert, Case, Category, Desk, Extension, PauseRequest, Photo, Remark, Supporter
from jingwei.core import clock
from jingwei.gate.models import Appointment
from jingwei.gate.roles import ROLE_UNIT, Role
from jingwei.grids.models import Exemption, MicroGrid, SmallGrid
from jingwei.housing.models import Building, Floor, Room, Stay
from jingwei.party.models import Affiliation, Branch
from jingwei.people.models import Cohort, Person
from jingwei.privacy.models import (
    BreakGlass,
    Correction,
    DataCopy,
    ExportRequest,
    Inquiry,
    NoticeDelay,
    Objection,
    Tombstone,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def span(dice: Random, now) -> dict:
    """A time that holds, has ended, ended this very moment, or has not begun."""
    start = now - dice.choice([90 * DAY, DAY, timedelta(0)])
    return dice.choice(
        [
            {"start": start, "end": None},
            {"start": start, "end": now + HOUR},
            {"start": now - 90 * DAY, "end": now - HOUR},
            {"start": now - 90 * DAY, "end": now},
            {"start": now + HOUR, "end": None},
        ]
    )


def deal(dice: Random) -> None:
    """Deal everything out anew. The campus itself, its people and its catalogue stay."""
    now = clock.now()
    people = list(Person.objects.order_by("pk"))
    rooms, buildings = list(Room.objects.order_by("pk")), list(Building.objects.order_by("pk"))
    branches, desks = list(Branch.objects.order_by("pk")), list(Desk.objects.order_by("pk"))
    Person.objects.filter(pk__in=[person.pk for person in dice.sample(people, 2)]).update(is_active=False)
    for model in (MicroGrid, SmallGrid, Stay, Affiliation, Appointment, Exemption):
        model.objects.all().delete()
    cohorts = _cohorts(dice, people)
    _stays(dice, now, people, rooms)
    _affiliations(dice, now, people, branches)
    grids = _grids(dice, now, people, rooms, branches)
    units = {
        "college": [0],
        "branch": [branch.pk for branch in branches],
        "grid": [grid.pk for grid in grids],
        "room": [room.pk for room in rooms],
        "building": [building.pk for building in buildings],
        "desk": [desk.pk for desk in desks[:3]],
        "cohort": [cohort.pk for cohort in cohorts],
    }
    given = [role for role in Role if role != Role.RESIDENT]
    posts = {}
    for _number in range(30):
        person, role = dice.choice(people), dice.choice(given)
        unit = dice.choice(units[ROLE_UNIT[role]])
        posts[person.pk, role, unit] = Appointment(
            person=person, role=role, unit_kind=ROLE_UNIT[role], unit_id=unit, **span(dice, now)
        )
    Appointment.objects.bulk_create(posts.values())
    Exemption.objects.bulk_create(
        Exemption(person=person, reason=Exemption.Reason.values[0], **span(dice, now))
        for person in dice.sample(people, 3)
    )
    _cases(dice, now, people, rooms, buildings, desks)
    _privacy(dice, now, people)


def _cohorts(dice, people) -> list[Cohort]:
    """Two years that are cohorts, one that is none, and people without a year."""
    for person in people:
        Person.objects.filter(pk=person.pk).update(grade=dice.choice(["2023级", "2024级", "2025级", ""]))
    Cohort.objects.bulk_create(Cohort(grade=grade) for grade in ("2024级", "2025级"))
    return list(Cohort.objects.order_by("pk"))


def _stays(dice, now, people, rooms) -> None:
    stays = [
        Stay(person=person, room=dice.choice(rooms), **span(dice, now)) for person in people if dice.random() < 0.8
    ]
    Stay.objects.bulk_create(stays)


def _affiliations(dice, now, people, branches) -> None:
    rows = [
        Affiliation(
            person=person,
            branch=dice.choice(branches),
            standing=dice.choice(Affiliation.Standing.values),
            **span(dice, now),
        )
        for person in people
        if dice.random() < 0.7
    ]
    Affiliation.objects.bulk_create(rows)
    through = Affiliation.contacts.through
    through.objects.bulk_create(
        through(affiliation_id=row.pk, person_id=dice.choice(people).pk)
        for row in Affiliation.objects.order_by("pk")[::3]
    )


def _grids(dice, now, people, rooms, branches) -> list[SmallGrid]:
    term = Affiliation._meta.apps.get_model("terms.Term").objects.get()
    grids = [
        SmallGrid(term=term, branch=dice.choice(branches), keeper=keeper, code=f"chance-{number}", **span(dice, now))
        for number, keeper in enumerate(dice.sample(people, 4))
    ]
    SmallGrid.objects.bulk_create(grids)
    grids = list(SmallGrid.objects.order_by("pk"))
    MicroGrid.objects.bulk_create(
        MicroGrid(
            room=room,
            small_grid=dice.choice(grids),
            lead=dice.choice(people),
            code=f"chance-{room.pk}",
            **span(dice, now),
        )
        for room in rooms
    )
    return grids


def _cases(dice, now, people, rooms, buildings, desks) -> None:
    categories = list(Category.objects.order_by("pk"))
    floors = list(Floor.objects.order_by("pk"))
    cases = []
    for number in range(14):
        room, floor = dice.choice(rooms), None
        if dice.random() < 0.3:
            room, floor = None, dice.choice(floors)
        where = room.floor if room else floor
        taker, checker, steward = dice.sample(people, 3)
        cases.append(
            Case(
                number=f"01{number:017}",
                category=dice.choice(categories),
                text="灯不亮",
                reporter=dice.choice(people),
                submission_key=f"chance-{number}",
                room=room,
                floor=floor,
                building=where.building,
                home_room=room or dice.choice([None, *rooms]),
                personal=dice.random() < 0.3,
                steward=dice.choice([None, steward]),
                checker=dice.choice([None, checker]),
                **dice.choice(
                    [{"handler": taker}, {"handler_desk": desks[0]}, {"handler_building": where.building}, {}]
                ),
            )
        )
    Case.objects.bulk_create(cases)
    for case in Case.objects.order_by("pk"):
        person = dice.choice(people)
        Remark.objects.create(case=case, author=person, text="看过了")
        Photo.objects.create(case=case, key=f"chance-{case.pk}", width=1, height=1, stage="before", taken_by=person)
        Supporter.objects.create(case=case, person=dice.choice(people))
        Alert.objects.create(case=case, person=dice.choice(people), reason=Alert.Reason.EMERGENCY)
        PauseRequest.objects.create(case=case, asked_by=person, until=clock.today(), reason="等配件")
        Extension.objects.create(case=case, asked_by=person, amount=1, reason="等配件")


def _privacy(dice, now, people) -> None:
    reason = "夜里没有回寝室，室友联系不上，要找到本人"
    for person in dice.sample(people, 6):
        opener, other = dice.sample([one for one in people if one != person], 2)
        ends = {"start": now - HOUR, "end": dice.choice([now, now + HOUR])}
        BreakGlass.objects.create(
            data_class="D03",
            subject=person,
            opened_by=opener,
            post="warden",
            purpose="emergency",
            reason=reason,
            minutes=60,
            told_from=dice.choice([now, now + DAY]),
            **ends,
        )
        Inquiry.objects.create(subject=person, opened_by=other, reason=reason, **ends)
        NoticeDelay.objects.create(subject=person, decided_by=other, reason=reason, hours=72, **ends)
        Correction.objects.create(subject=person, why="写错了", due_at=now + DAY, field="room", right="5-412")
        Objection.objects.create(subject=person, why="不用了", due_at=now + DAY, wish="stop", data_class="D02")
        DataCopy.objects.create(person=person, serial=f"copy-{person.pk}", language="zh-hans")
        ExportRequest.objects.create(
            asked_by=person,
            serial=f"export-{person.pk}",
            sheet="roster",
            columns=["name"],
            purpose="roster",
            why="核对",
        )
    Tombstone.objects.create(data_class="D06", on=now.date(), rule="photos")
