"""The housing list: who sleeps where, and what in it is not clear."""

from collections import Counter, defaultdict

from jingwei.core import text
from jingwei.housing.models import Building
from jingwei.housing.names import BuildingName, bed_label, room_number
from jingwei.people.sheets import GENDERS

from .campuses import Campuses, WhichCampus
from .cells import number_of, phone_of, sound, without_doubles
from .kinds import Line, Place, Rosters, Sleeper
from .known import Known

NEEDED = ("name", "gender", "building", "room")
TEXTS = ("major", "class_name", "grade")
MIXED_FROM = 0.1  # from this share of the other gender on, a new building is taken for a mixed one

Accepted = set[tuple[str, int, str]]  # list, row, code of the findings that somebody has decided
Namesakes = dict[str, dict[str, str]]  # name → number → the list that says so


def read_housing(rosters: Rosters, known: Known, lines: list[Line], accepted: Accepted, namesakes: Namesakes) -> None:
    numbers = {text.code(line["number"]) for line in lines}
    campuses = Campuses(known, lines)
    read: dict[str, list[Sleeper]] = defaultdict(list)
    for line in without_doubles(rosters, lines):
        sleeper = _sleeper(rosters, known, line, accepted, namesakes, numbers, campuses)
        if sleeper:
            read[sleeper.number].append(sleeper)
    for number, rows in read.items():
        found = rows[0] if len(rows) == 1 else _of_several(rosters, number, rows, accepted)
        if found:
            rosters.sleepers[number] = found
    _hold_other_gender(rosters, known, accepted)
    _hold_shared_beds(rosters)


def _sleeper(
    rosters, known: Known, line: Line, accepted: Accepted, namesakes: Namesakes, numbers, campuses: Campuses
) -> Sleeper | None:
    if not sound(rosters, line, NEEDED):
        return None
    name = text.name(line["name"])
    number = (
        number_of(rosters, line)
        if line["number"]
        else _missing_number(rosters, line, name, accepted, namesakes, numbers)
    )
    gender = GENDERS.get(text.name(line["gender"]))
    place = _place(rosters, line, number, campuses) if number else None
    if number and not gender:
        rosters.hold(line, "bad_gender", number=number, value=line["gender"])
    if not (number and gender and place):
        return None
    columns = {column: line[column] for column in TEXTS if line[column]}
    if phone := phone_of(rosters, line):
        columns["phone"] = phone
    person = known.people.get(number)
    if person and person.name != name:
        rosters.note(line, "name_changed", number=number, before=person.name, after=name)
    return Sleeper(number, name, gender, place, line, columns)


def _missing_number(rosters, line: Line, name: str, accepted: Accepted, namesakes: Namesakes, numbers) -> str | None:
    """A row without a number is never given one in silence; a single namesake who is missing here is a proposal."""
    candidates = {number: source for number, source in namesakes.get(name, {}).items() if number not in numbers}
    if len(candidates) != 1:
        rosters.hold(line, "no_number", name=name)
        return None
    (number, source), *_ = candidates.items()
    if (line.sheet, line.number, "no_number_hint") in accepted:
        return number
    rosters.hold(line, "no_number_hint", name=name, number=number, source=["list", source])
    rosters.held_names.add(name)
    rosters.held_numbers.add(number)
    return None


def _place(rosters: Rosters, line: Line, number: str, campuses: Campuses) -> Place | None:
    try:
        building = campuses.building(line)
    except WhichCampus as open_question:
        names = "、".join(campuses.names)
        rosters.hold(line, "which_campus", number=number, building=open_question.number, campuses=names)
        return None
    if building is None:
        rosters.hold(line, "bad_building", number=number, value=line["building"])
        return None
    room = room_number(line["room"], building.number)
    if room is None:
        rosters.hold(line, "bad_room", number=number, value=line["room"])
        return None
    bed = bed_label(line["bed"]) if line["bed"] else ""
    if bed is None:
        rosters.note(line, "bad_bed", value=line["bed"])
    return Place(building, room, bed or "")


def _of_several(rosters: Rosters, number: str, rows: list[Sleeper], accepted: Accepted) -> Sleeper | None:
    """One number on several lines that differ: one may be chosen, otherwise what they agree on is read."""
    if len({(row.name, row.gender) for row in rows}) > 1:
        for row in rows:
            rosters.hold(row.line, "two_people", number=number, rows=_numbers(rows))
        return None
    code = "two_rooms" if len({row.place for row in rows}) > 1 else "differs"
    chosen = [row for row in rows if (row.line.sheet, row.line.number, code) in accepted]
    if len(chosen) == 1:
        return chosen[0]
    for row in rows:
        places = "、".join(str(other.place) for other in rows)
        rosters.hold(row.line, code, number=number, name=row.name, places=places, rows=_numbers(rows))
    if code == "differs":
        return None
    rows[0].place = None
    return rows[0]


def _hold_other_gender(rosters: Rosters, known: Known, accepted: Accepted) -> None:
    kinds = building_kinds(rosters, known)
    for sleeper in list(rosters.sleepers.values()):
        kind = kinds.get(sleeper.place.building) if sleeper.place else None
        line = sleeper.line
        if kind in (None, Building.Gender.MIXED, sleeper.gender) or (line.sheet, line.number, "gender") in accepted:
            continue
        rosters.hold(
            line,
            "gender",
            number=sleeper.number,
            name=sleeper.name,
            gender=["gender", sleeper.gender],
            building=str(sleeper.place.building),
            kind=["building", kind],
        )
        del rosters.sleepers[sleeper.number]


def building_kinds(rosters: Rosters, known: Known) -> dict[BuildingName, str]:
    """Building → who may live there: as entered, or as most of those who live in a new building are."""
    counts: dict[BuildingName, Counter] = defaultdict(Counter)
    for sleeper in rosters.sleepers.values():
        if sleeper.place:
            counts[sleeper.place.building][sleeper.gender] += 1
    kinds = {name: building.gender for name, building in known.buildings.items()}
    for name, count in counts.items():
        if name not in kinds:
            (gender, most), *_ = count.most_common(1)
            others = count.total() - most
            kinds[name] = Building.Gender.MIXED if others > MIXED_FROM * count.total() else gender
    return kinds


def _hold_shared_beds(rosters: Rosters) -> None:
    beds: dict[Place, list[Sleeper]] = defaultdict(list)
    for sleeper in rosters.sleepers.values():
        if sleeper.place and sleeper.place.bed:
            beds[sleeper.place].append(sleeper)
    for place, sleepers in beds.items():
        if len(sleepers) > 1:
            names = "、".join(sleeper.name for sleeper in sleepers)
            for sleeper in sleepers:
                rosters.hold(sleeper.line, "same_bed", number=sleeper.number, place=str(place), names=names)
                sleeper.place = None


def _numbers(rows: list[Sleeper]) -> str:
    return "、".join(str(row.line.number) for row in rows)
