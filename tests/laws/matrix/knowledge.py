"""Who may know a field of a row, in the words of the table: the oracle for what pages tell."""

from collections.abc import Callable

from .oracle import Facts
from .relations import of_room, remembered


def reads(label: str, *capabilities: str) -> Callable[[Facts, int, int], bool]:
    """Whoever may exercise any of the capabilities on the row."""
    return lambda facts, who, pk: any(facts.may(who, capability, label, pk) for capability in capabilities)


def hung_on(label: str, parent: str, key: str, *capabilities: str) -> Callable[[Facts, int, int], bool]:
    """Whoever may read what the row hangs on."""
    return lambda facts, who, pk: any(
        facts.may(who, capability, parent, facts.rows(label)[pk][key]) for capability in capabilities
    )


def inquired(facts: Facts, who: int, pk: int) -> bool:
    """Whether the auditor has an inquiry about the person open, inside which their data may be read."""
    return any(
        row["subject_id"] == pk and facts.may(who, "inquiries.use", "privacy.Inquiry", inquiry)
        for inquiry, row in facts.rows("privacy.Inquiry").items()
    )


@remembered
def name(facts: Facts, who: int, pk: int) -> bool:
    """A person's name is known through the roster, through a post that one may know of, or through a case one reads."""
    return (
        facts.may(who, "people.read", "people.Person", pk)
        or facts.may(who, "people.browse", "people.Person", pk)
        or holds_a_known_post(facts, who, pk)
        or takes_part(facts, who, pk)
        or inquired(facts, who, pk)
        or asked(facts, who, pk)
    )


CODES = "sign_in.CodeRequest"  # whoever agrees to a code learns for which number
# Whoever decides on something that was asked for learns who asks.
ASKERS = (
    (CODES, "asked_by_id", "codes.agree"),
    ("privacy.ExportRequest", "asked_by_id", "exports.decide"),
    ("privacy.Correction", "subject_id", "corrections.decide"),
    ("privacy.Objection", "subject_id", "objections.decide"),
)


def asked(facts: Facts, who: int, pk: int) -> bool:
    return any(
        row[asker] == pk and facts.may(who, capability, label, key)
        for label, asker, capability in ASKERS
        for key, row in facts.rows(label).items()
    )


def number(facts: Facts, who: int, pk: int) -> bool:
    return (
        facts.may(who, "people.read", "people.Person", pk)
        or facts.may(who, "people.browse", "people.Person", pk)
        or inquired(facts, who, pk)
        or any(
            person == pk and facts.may(who, "codes.agree", CODES, key) for key, person in facts.links(CODES, "people")
        )
    )


def contact(facts: Facts, who: int, pk: int) -> bool:
    return (
        facts.may(who, "contacts.read", "people.Person", pk)
        or inquired(facts, who, pk)
        or any(
            row["subject_id"] == pk and facts.may(who, "contacts.broken", "privacy.BreakGlass", glass)
            for glass, row in facts.rows("privacy.BreakGlass").items()
        )
    )


@remembered
def holds_a_known_post(facts: Facts, who: int, pk: int) -> bool:
    """D04: who answers for a unit is known to those whom it serves, above them to the line, and to the college's offices."""
    roles = facts.posts[who]
    if set(roles) & {"committee", "office", "counsellor", "centre", "auditor"}:
        return bool(set(facts.posts[pk]) - {"resident"})
    mine = units_around(facts, who)
    return any(
        (kind, unit) in mine or kind == "college"
        for role, units in facts.posts[pk].items()
        if role != "resident"
        for kind, unit in units
    )


@remembered
def units_around(facts: Facts, who: int) -> set[tuple[str, int]]:
    """The units one's own posts lie in or hold: a resident's room, its grid, branch and building; a branch's grids and rooms."""
    found: set[tuple[str, int]] = set()
    for units in facts.posts[who].values():
        found |= units
    rooms = {unit for kind, unit in found if kind == "room"}
    for room in rooms:
        found |= {(kind, unit) for kind, units in of_room(facts, room).items() for unit in units}
    for room in facts.rows("housing.Room"):
        reached = of_room(facts, room)
        for kind in ("grid", "branch", "building"):
            if any((kind, unit) in found and (kind, unit) in held(facts, who) for unit in reached[kind]):
                found |= {(inner, unit) for inner in ("room", "grid", "branch") for unit in reached[inner]}
    return found


def held(facts: Facts, who: int) -> set[tuple[str, int]]:
    return {unit for units in facts.posts[who].values() for unit in units}


@remembered
def takes_part(facts: Facts, who: int, pk: int) -> bool:
    """Whoever reads a case reads who has it in hand and who is next; who reported it only where that may be known."""
    for case, row in facts.rows("cases.Case").items():
        if not facts.may(who, "cases.read", "cases.Case", case):
            continue
        if pk == row["reporter_id"]:
            if facts.may(who, "cases.author", "cases.Case", case):
                return True
        elif pk in {row["steward_id"], row["handler_id"], row["checker_id"]} | acted_on(facts, case):
            return True
        if answers_for(facts, pk, row):
            return True
    return False


@remembered
def acted_on(facts: Facts, case: int) -> set[int]:
    return {
        entry["actor_id"]
        for entry in facts.rows("gate.TrailEntry").values()
        if (entry["subject_type"], entry["subject_id"]) == ("cases.case", case)
    }


def answers_for(facts: Facts, pk: int, case: dict) -> bool:
    """Whether the person answers, by a post, for the place of the case."""
    units = {(kind, unit) for kind, found in of_room(facts, case["home_room_id"]).items() for unit in found}
    units |= {("building", case["building_id"]), ("desk", case["handler_desk_id"])}
    return any(units & held for role, held in facts.posts[pk].items() if role != "resident")


def case_words(facts: Facts, who: int, pk: int) -> bool:
    return facts.may(who, "cases.read", "cases.Case", pk) or inquired(
        facts, who, facts.rows("cases.Case")[pk]["reporter_id"]
    )


KNOWN = {
    ("people.Person", "name"): name,
    ("people.Person", "name_pinyin"): name,
    ("people.Person", "number"): number,
    ("people.Person", "major"): number,
    ("people.Person", "class_name"): number,
    ("people.Person", "grade"): number,
    ("people.Person", "phone"): contact,
    ("people.Person", "email"): contact,
    ("party.Group", "name"): reads("party.Group", "party.read"),
    ("party.Affiliation", "duty"): reads("party.Affiliation", "affiliations.read"),
    ("gate.Appointment", "title"): lambda facts, who, pk: name(
        facts, who, facts.rows("gate.Appointment")[pk]["person_id"]
    ),
    **{
        ("cases.Case", field): case_words
        for field in ("text", "question", "outcome", "answer", "closing_reason", "source_label")
    },
    ("cases.Remark", "text"): hung_on("cases.Remark", "cases.Case", "case_id", "cases.read"),
    ("cases.Dispatch", "reason"): hung_on("cases.Dispatch", "cases.Case", "case_id", "cases.read"),
    **{
        (f"cases.{label}", field): lambda facts, who, pk, label=label: (
            facts.may(who, "cases.read", "cases.Case", facts.rows(f"cases.{label}")[pk]["case_id"])
            or facts.may(who, "cases.approve", f"cases.{label}", pk)
            or (label == "PauseRequest" and facts.may(who, "cases.approve_second", f"cases.{label}", pk))
        )
        for label in ("PauseRequest", "Extension")
        for field in ("reason", "refusal")
    },
    ("exchange.ImportLine", "label"): hung_on("exchange.ImportLine", "exchange.ImportRun", "run_id", "exchange.import"),
    **{
        ("privacy.BreakGlass", field): reads("privacy.BreakGlass", "glass.read", "contacts.broken")
        for field in ("data_class", "post", "purpose", "reason")
    },
    ("privacy.Inquiry", "reason"): reads("privacy.Inquiry", "inquiries.read"),
    ("privacy.NoticeDelay", "reason"): reads("privacy.NoticeDelay", "notices.delay"),
    **{
        (f"privacy.{label}", field): reads(f"privacy.{label}", f"{label.lower()}s.read", f"{label.lower()}s.decide")
        for label in ("Correction", "Objection")
        for field in ("why", "answer", "right")
    },
    ("privacy.ExportRequest", "why"): reads("privacy.ExportRequest", "exports.read", "exports.decide"),
    ("privacy.ExportRequest", "refusal"): reads("privacy.ExportRequest", "exports.read", "exports.decide"),
}


def may_know(facts: Facts, who: int | None, source: tuple[str, str, int]) -> bool:
    """Whether a person may know what stands in that field of that row; nobody, where no rule names the field."""
    label, field, pk = source
    rule = KNOWN.get((label, field))
    return who is not None and rule is not None and pk in facts.rows(label) and rule(facts, who, pk)
