"""One small campus, always the same: named people, each role once inside and once just outside every unit.

5号楼 (women)   5 层  501 郑好, 钱乐 (moved out)       keeper 赵敏 · lead 郑好
                4 层  412 周晓雨, 陈雅琴, 韩冬          keeper 赵敏 · lead 周晓雨
                      413 孙悦, 沈青                   keeper 吴霜 · lead 孙悦
3号楼 (men)     1 层  101 王磊, 高飞                   keeper 李强 · lead 王磊

学生第一党支部 (secretary 陈雅琴): 赵敏, 周晓雨, 郑好     学生第二党支部 (secretary 冯远): 吴霜, 孙悦, 李强, 王磊

committee 何书记 · centre 罗宁 · warden of 5号楼 王师傅 · warden of 3号楼 刘师傅 · office 孔科长 (后勤) ·
auditor 严谨 · admin 石工 · 丁前 was keeper of 赵敏's grid until yesterday
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from jingwei.core import clock
from jingwei.gate.models import Appointment
from jingwei.gate.roles import ROLE_UNIT, Role
from jingwei.grids.models import MicroGrid, SmallGrid
from jingwei.housing.models import Building, Campus, Floor, Room, Stay
from jingwei.housing.place_code import compose
from jingwei.party.models import Affiliation, Branch
from jingwei.people.models import Person
from jingwei.terms.models import OfficeHours, Term

SINCE = timedelta(days=60)


@dataclass
class Cast:
    """People by name, places and units by label."""

    people: dict[str, Person] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    buildings: dict[str, Building] = field(default_factory=dict)
    branches: dict[str, Branch] = field(default_factory=dict)
    grids: dict[str, SmallGrid] = field(default_factory=dict)  # by keeper
    term: Term | None = None

    def __getitem__(self, name: str) -> Person:
        """The person as just signed in: no posts remembered from an earlier request."""
        return Person.objects.get(pk=self.people[name].pk)


PEOPLE = {
    # name: (number, gender, kind, room, branch, standing)
    "郑好": ("2024010501", "female", "student", "5-501", "一", "activist"),
    "钱乐": ("2024010502", "female", "student", None, None, None),
    "赵敏": ("2023010401", "female", "student", "5-412", "一", "member"),
    "周晓雨": ("2024010412", "female", "student", "5-412", "一", "activist"),
    "陈雅琴": ("2023010412", "female", "student", "5-412", "一", "member"),
    "韩冬": ("2025010412", "female", "student", "5-412", None, None),
    "孙悦": ("2024010413", "female", "student", "5-413", "二", "activist"),
    "沈青": ("2025010413", "female", "student", "5-413", None, None),
    "吴霜": ("2023010413", "female", "student", "5-413", "二", "member"),
    "王磊": ("2024010101", "male", "student", "3-101", "二", "activist"),
    "李强": ("2023010101", "male", "student", "3-101", "二", "probationary"),
    "高飞": ("2025010101", "male", "student", "3-101", None, None),
    "冯远": ("2023010102", "male", "student", "3-101", "二", "member"),
    "丁前": ("2022010401", "female", "student", "5-501", "一", "member"),
    "何书记": ("T2001", "female", "staff", None, None, None),
    "罗宁": ("T2002", "male", "staff", None, None, None),
    "王师傅": ("T2003", "female", "staff", None, None, None),
    "刘师傅": ("T2004", "male", "staff", None, None, None),
    "孔科长": ("T2005", "male", "staff", None, None, None),
    "严谨": ("T2006", "female", "staff", None, None, None),
    "石工": ("T2007", "male", "staff", None, None, None),
}
GRIDS = {
    "赵敏": ("一", {"5-501": "郑好", "5-412": "周晓雨"}),
    "吴霜": ("二", {"5-413": "孙悦"}),
    "李强": ("二", {"3-101": "王磊"}),
}


def build() -> Cast:
    """Make the campus in the present database. Some twenty statements."""
    cast = Cast()
    since = clock.now() - SINCE
    today = clock.today()
    cast.term = Term.objects.create(
        code="2026-1", name="2026-2027 学年第一学期", starts_on=today - SINCE, ends_on=today + timedelta(days=90)
    )
    if not OfficeHours.objects.exists():
        OfficeHours.objects.create(opens_at="08:00", closes_at="12:00")
        OfficeHours.objects.create(opens_at="14:00", closes_at="18:00")
    _places(cast)
    _people(cast, since)
    _grids(cast, since)
    _posts(cast, since)
    return cast


def _places(cast: Cast) -> None:
    campus = Campus.objects.create(code="01", name="主校区")
    for number, gender, floors in ((3, "male", {1: ["101", "102"]}), (5, "female", {4: ["412", "413"], 5: ["501"]})):
        building = Building.objects.create(
            campus=campus, number=number, name=f"{number}号楼", gender=gender, stairs=[5]
        )
        cast.buildings[str(number)] = building
        for floor_number, rooms in floors.items():
            floor = Floor.objects.create(building=building, number=floor_number)
            for room in rooms:
                cast.rooms[f"{number}-{room}"] = Room.objects.create(
                    floor=floor,
                    number=room,
                    position=int(room[-2:]),
                    place_code=compose("10000", "01", number, floor_number, int(room)),
                )
    for code, short, kind in (("0001", "一", "student"), ("0002", "二", "student"), ("0003", "教一", "staff")):
        name = f"学生第{short}党支部" if kind == "student" else "教工第一党支部"
        cast.branches[short] = Branch.objects.create(code=code, name=name, short_name=f"{short}支部", kind=kind)


def _people(cast: Cast, since) -> None:
    for name, (number, gender, kind, *_rest) in PEOPLE.items():
        person = Person(
            number=number,
            name=name,
            name_pinyin=number,
            gender=gender,
            kind=kind,
            email=f"{number.lower()}@example.org",
        )
        person.set_unusable_password()
        cast.people[name] = person
    Person.objects.bulk_create(cast.people.values())
    stays, affiliations = [], []
    for name, (*_who, room, branch, standing) in PEOPLE.items():
        person = cast.people[name]
        if room:
            stays.append(Stay(person=person, room=cast.rooms[room], start=since))
        if branch:
            affiliations.append(
                Affiliation(
                    person=person,
                    branch=cast.branches[branch],
                    standing=standing,
                    start=since,
                    joined_on=date(2024, 1, 1),
                )
            )
    left = clock.now() - timedelta(days=1)
    stays.append(Stay(person=cast.people["钱乐"], room=cast.rooms["5-501"], start=since, end=left))
    Stay.objects.bulk_create(stays)
    Affiliation.objects.bulk_create(affiliations)


def _grids(cast: Cast, since) -> None:
    for index, (keeper, (branch, rooms)) in enumerate(GRIDS.items(), start=1):
        grid = SmallGrid.objects.create(
            term=cast.term,
            branch=cast.branches[branch],
            keeper=cast.people[keeper],
            code=f"{cast.term.code}-{cast.branches[branch].code}-{index:02d}",
            start=since,
        )
        cast.grids[keeper] = grid
        for micro, (room, lead) in enumerate(rooms.items(), start=1):
            MicroGrid.objects.create(
                room=cast.rooms[room],
                small_grid=grid,
                lead=cast.people[lead],
                code=f"{grid.code}-{micro:02d}",
                start=since,
            )


def _posts(cast: Cast, since) -> None:
    posts = [
        ("何书记", Role.COMMITTEE, 0),
        ("罗宁", Role.CENTRE, 0),
        ("严谨", Role.AUDITOR, 0),
        ("石工", Role.ADMIN, 0),
        ("王师傅", Role.WARDEN, cast.buildings["5"].pk),
        ("刘师傅", Role.WARDEN, cast.buildings["3"].pk),
        ("陈雅琴", Role.SECRETARY, cast.branches["一"].pk),
        ("冯远", Role.SECRETARY, cast.branches["二"].pk),
        *((keeper, Role.KEEPER, grid.pk) for keeper, grid in cast.grids.items()),
        *((lead, Role.LEAD, cast.rooms[room].pk) for _, rooms in GRIDS.values() for room, lead in rooms.items()),
    ]
    Appointment.objects.bulk_create(
        Appointment(person=cast.people[name], role=role, unit_kind=ROLE_UNIT[role], unit_id=unit, start=since)
        for name, role, unit in posts
    )
    Appointment.objects.create(
        person=cast.people["丁前"],
        role=Role.KEEPER,
        unit_kind=ROLE_UNIT[Role.KEEPER],
        unit_id=cast.grids["赵敏"].pk,
        start=since,
        end=clock.now() - timedelta(days=1),
    )
