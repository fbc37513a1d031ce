"""How a row is reached, model by model, in the words of the domain: which units it lies in and whom it names."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

Reached = dict[str, set[int]]


def remembered(work):
    """Worked out once for each set of facts."""

    @wraps(work)
    def asked(facts, *arguments):
        key = (work.__name__, *arguments)
        if key not in facts.memo:
            facts.memo[key] = work(facts, *arguments)
        return facts.memo[key]

    return asked


def residents(facts):
    """(person, room) of everybody who lives somewhere now."""
    for stay in facts.rows("housing.Stay").values():
        if facts.live(stay):
            yield stay["person_id"], stay["room_id"]


def floor_of(facts, room: int) -> int:
    return facts.rows("housing.Room")[room]["floor_id"]


def building_of(facts, room: int) -> int:
    return facts.rows("housing.Floor")[floor_of(facts, room)]["building_id"]


def micro_grids_of(facts, room: int) -> list[dict]:
    """The micro-grids of today over the room: one, or none."""
    return [row for row in facts.rows("grids.MicroGrid").values() if row["room_id"] == room and facts.live(row)]


@remembered
def of_room(facts, room: int | None) -> Reached:
    """The units a room lies in today."""
    if room is None:
        return {}
    grids = {row["small_grid_id"] for row in micro_grids_of(facts, room)} - {None}
    branches = {facts.rows("grids.SmallGrid")[grid]["branch_id"] for grid in grids}
    return {"room": {room}, "building": {building_of(facts, room)}, "grid": grids, "branch": branches}


def of_rooms(facts, rooms) -> Reached:
    reached: Reached = {}
    for room in rooms:
        for scope, units in of_room(facts, room).items():
            reached.setdefault(scope, set()).update(units)
    return reached


def person(facts, row, capability) -> Reached:
    pk = row["id"]
    lived_in = of_rooms(facts, [room for who, room in residents(facts) if who == pk])
    belongs = [
        item for item in facts.rows("party.Affiliation").values() if item["person_id"] == pk and facts.live(item)
    ]
    # a branch is the warp: one belongs to it by affiliation, not by where one sleeps
    reached = {
        **lived_in,
        "self": {pk},
        "branch": {item["branch_id"] for item in belongs},
        "cohort": cohort_of(facts, pk) if facts.rows("people.Person")[pk]["is_active"] else set(),
    }
    in_hand = [row for row in facts.rows("cases.Case").values() if row["reporter_id"] == pk and open_to_its_line(row)]
    reached["named"] = {who for row in in_hand for who in (row["steward_id"], row["handler_id"])} - {None}
    if capability == "contacts.read":  # of members and activists, and of the leads of one's own rooms
        known = ("activist", "target", "probationary", "member")
        reached["branch"] = {item["branch_id"] for item in belongs if item["standing"] in known}
        led = [row for row in facts.rows("grids.MicroGrid").values() if row["lead_id"] == pk and facts.live(row)]
        reached["grid"] = {row["small_grid_id"] for row in led} - {None}
    return reached


def open_to_its_line(case) -> bool:
    """Neither over nor sealed to its desk."""
    return case["state"] not in ("closed", "merged", "voided") and not case["personal"]


def cohort_of(facts, pk: int) -> set[int]:
    """The year that the roster names for somebody."""
    grade = facts.rows("people.Person")[pk]["grade"]
    return {cohort for cohort, row in facts.rows("people.Cohort").items() if row["grade"] == grade}


def building(facts, row, capability) -> Reached:
    rooms = {pk for pk in facts.rows("housing.Room") if building_of(facts, pk) == row["id"]}
    return {"building": {row["id"]}, "room": rooms}


def room(facts, row, capability) -> Reached:
    return of_room(facts, row["id"])


def stay(facts, row, capability) -> Reached:
    if not facts.live(row):
        return {"self": {row["person_id"]}}  # who lived here before is nobody's business any more
    units = of_room(facts, row["room_id"])
    around = {scope: units[scope] for scope in ("room", "building", "grid")}
    return {"self": {row["person_id"]}, "cohort": cohort_of(facts, row["person_id"]), **around}


def branch(facts, row, capability) -> Reached:
    grids = {
        pk for pk, grid in facts.rows("grids.SmallGrid").items() if grid["branch_id"] == row["id"] and facts.live(grid)
    }
    rooms = {
        micro["room_id"]
        for micro in facts.rows("grids.MicroGrid").values()
        if micro["small_grid_id"] in grids and facts.live(micro)
    }
    return {"branch": {row["id"]}, "grid": grids, "room": rooms, "building": {building_of(facts, pk) for pk in rooms}}


def group(facts, row, capability) -> Reached:
    return {"branch": {row["branch_id"]}}


def affiliation(facts, row, capability) -> Reached:
    if not facts.live(row):
        return {"self": {row["person_id"]}}
    contacts = {who for affiliated, who in facts.links("party.Affiliation", "contacts") if affiliated == row["id"]}
    return {"self": {row["person_id"]}, "branch": {row["branch_id"]}, "named": contacts}


def small_grid(facts, row, capability) -> Reached:
    rooms = {
        micro["room_id"]
        for micro in facts.rows("grids.MicroGrid").values()
        if micro["small_grid_id"] == row["id"] and facts.live(micro)
    }
    return {"grid": {row["id"]}, "branch": {row["branch_id"]}, "room": rooms, "self": {row["keeper_id"]}}


def micro_grid(facts, row, capability) -> Reached:
    if not facts.live(row):
        return {}  # who led the room in another term is no neighbour's business
    grid = facts.rows("grids.SmallGrid").get(row["small_grid_id"])
    return {
        "grid": {row["small_grid_id"]} - {None},
        "branch": {grid["branch_id"]} if grid else set(),
        "room": {row["room_id"]},
        "building": {building_of(facts, row["room_id"])},
        "self": {row["lead_id"]},
    }


def exemption(facts, row, capability) -> Reached:
    return {"self": {row["person_id"]}, "branch": person(facts, {"id": row["person_id"]}, capability)["branch"]}


def case(facts, row, capability) -> Reached:
    home = of_room(facts, row["home_room_id"])
    taking_part = {row["steward_id"], row["handler_id"], row["checker_id"]} - {None}
    called = {item["person_id"] for item in facts.rows("cases.Alert").values() if item["case_id"] == row["id"]}
    too = {item["person_id"] for item in facts.rows("cases.Supporter").values() if item["case_id"] == row["id"]}
    reached = {
        "own": {row["reporter_id"]} | too,
        "named": taking_part | called,
        "room": {row["home_room_id"], row["room_id"]} - {None},
        "grid": home.get("grid", set()),
        "branch": home.get("branch", set()),
        "building": {row["building_id"]},
        "desk": {row["handler_desk_id"]} - {None},
    }
    if capability in ("cases.report", "cases.answer", "cases.author", "cases.remark", "photos.add"):
        reached["own"] = {row["reporter_id"]}
    named = {
        **dict.fromkeys(("cases.file", "cases.dispatch", "cases.judge", "cases.approve"), "steward_id"),
        "cases.handle": "handler_id",
        "cases.check": "checker_id",
    }
    if capability == "cases.author":
        reached["named"] = {row["steward_id"], row["handler_id"]} - {None}
    if capability in named:
        reached["named"] = {row[named[capability]]} - {None}
    if capability == "cases.handle":
        reached["building"] = {row["handler_building_id"]} - {None}
    if capability == "cases.verify":
        reached["room"] = {row["home_room_id"]} - {None}
    if capability == "cases.similar":
        neighbours = {pk for pk in facts.rows("housing.Room") if row["floor_id"] == floor_of(facts, pk)}
        reached["room"] = {row["room_id"]} - {None} | neighbours
    return reached


def of_case(facts, row, capability) -> Reached:
    """Photos, remarks, ratings: as the case they hang on is read."""
    parent = facts.rows("cases.Case")[row["case_id"]]
    return {**case(facts, parent, "cases.read"), "own": {parent["reporter_id"]}}


def request(facts, row, capability) -> Reached:
    """A pause or an extension that is asked for: between whoever handles the case and whoever decides."""
    parent = facts.rows("cases.Case")[row["case_id"]]
    whole = case(facts, parent, "cases.read")
    named = {parent["handler_id"], parent["steward_id"]} - {None}
    reached = {"named": named, "desk": whole["desk"], "branch": whole["branch"], "building": whole["building"]}
    if capability in ("cases.handle", "cases.approve"):
        reached["named"] = case(facts, parent, capability)["named"]
    if capability == "cases.handle":
        reached["building"] = {parent["handler_building_id"]} - {None}
    return reached


def broken_glass(facts, row, capability) -> Reached:
    told = row["told_from"] <= facts.at  # the auditor may have put the notice off
    open_still = capability != "contacts.broken" or facts.live(row)
    return {"self": {row["subject_id"]} if told else set(), "own": {row["opened_by_id"]} if open_still else set()}


def inquiry(facts, row, capability) -> Reached:
    return {"self": {row["subject_id"]}, "inquiry": {row["opened_by_id"]} if facts.live(row) else set()}


def by_field(scope: str, field: str) -> Callable[..., Reached]:
    return lambda facts, row, capability: {scope: {row[field]}}


def nowhere(facts, row, capability) -> Reached:
    """Reached from no unit: only what is granted over the college."""
    return {}


def never(facts, row) -> bool:
    return False


@dataclass(frozen=True)
class Words:
    reached: Callable[..., Reached]
    hidden: Callable[..., bool] = never


def personal_case(facts, row) -> bool:
    return row["personal"]


def of_personal_case(facts, row) -> bool:
    return facts.rows("cases.Case")[row["case_id"]]["personal"]


RELATIONS = {
    "people.Person": Words(person),
    "people.Cohort": Words(nowhere),
    "housing.Building": Words(building),
    "housing.Room": Words(room),
    "housing.Stay": Words(stay),
    "party.Branch": Words(branch),
    "party.Group": Words(group),
    "party.Affiliation": Words(affiliation),
    "grids.Plan": Words(nowhere),
    "grids.PlanRoom": Words(nowhere),
    "grids.PlanBan": Words(nowhere),
    "grids.Calculation": Words(nowhere),
    "grids.KeeperCap": Words(nowhere),
    "grids.Repair": Words(nowhere),
    "grids.SmallGrid": Words(small_grid),
    "grids.MicroGrid": Words(micro_grid),
    "grids.Exemption": Words(exemption),
    "cases.Case": Words(case, personal_case),
    "cases.Photo": Words(of_case, of_personal_case),
    "cases.Remark": Words(of_case, of_personal_case),
    "cases.Rating": Words(of_case, of_personal_case),
    "cases.PauseRequest": Words(request, of_personal_case),
    "cases.Extension": Words(request, of_personal_case),
    "cases.Supporter": Words(by_field("own", "person_id")),
    "cases.Category": Words(nowhere),
    "exchange.ImportRun": Words(by_field("own", "by_id")),
    "privacy.BreakGlass": Words(broken_glass),
    "privacy.Inquiry": Words(inquiry),
    "privacy.NoticeDelay": Words(nowhere),
    "privacy.Correction": Words(by_field("self", "subject_id")),
    "privacy.Objection": Words(by_field("self", "subject_id")),
    "privacy.DataCopy": Words(by_field("self", "person_id")),
    "privacy.ExportRequest": Words(by_field("own", "asked_by_id")),
    "privacy.Tombstone": Words(nowhere),
    "sign_in.CodeRequest": Words(by_field("own", "asked_by_id")),
    "api.PersonalToken": Words(by_field("self", "person_id")),
    "sign_in.Device": Words(by_field("self", "person_id")),
    "gate.Appointment": Words(by_field("self", "person_id")),
    "gate.TrailEntry": Words(by_field("self", "actor_id")),
    "core.InboxMessage": Words(by_field("self", "person_id")),
}
