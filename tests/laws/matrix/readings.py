"""What the log of readings must say of an answer: found from the words in the answer, not from what the program noted."""

import re
from collections import Counter

from jingwei.gate.policy import policy

from .knowledge import asked, holds_a_known_post, takes_part

PERSON = "people.Person"
# (model, field) → the class a reading of it belongs to. Of the other fields the class is C1 at most.
CLASS = {
    **dict.fromkeys(((PERSON, name) for name in ("number", "major", "class_name")), "D02"),
    **dict.fromkeys(((PERSON, name) for name in ("phone", "email")), "D03"),
    ("party.Affiliation", "duty"): "D13",
    **dict.fromkeys((("privacy.Correction", name) for name in ("why", "right", "answer")), "D02"),
    **dict.fromkeys((("privacy.Objection", name) for name in ("why", "answer")), "D16"),
}
SUBJECT = {
    "party.Affiliation": "person_id",
    "cases.Case": "reporter_id",
    "cases.Photo": "taken_by_id",
    "privacy.Correction": "subject_id",
    "privacy.Objection": "subject_id",
}
# Rows that an answer tells of by their number, in a link or because they were what was asked for.
NUMBERED = {
    "privacy.Correction": re.compile(r"/corrections/(\d+)/"),
    "privacy.Objection": re.compile(r"/objections/(\d+)/"),
}
PICTURE, PHOTO = "image/jpeg", re.compile(r"/photos?/(\d+)")
CONTENTS = "privacy:inquiry-content"  # of one person: that nothing is there is told as well
FORM_AGAIN = 422


def misread(facts, who: int | None, answer) -> list[str]:
    """What is wrong with the lines that an answer left: missing, double, of nobody who was shown, or by somebody else."""
    noted = Counter((row.data["class"], subject) for row in answer.readings for subject in row.data["ids"])
    faults = [f"not noted: {what}" for what in shown(facts, who, answer) - noted.keys()]
    faults += [
        f"name not noted: {person}" for person in names(facts, who, answer) - {subject for _code, subject in noted}
    ]
    faults += [f"noted {times} times: {what}" for what, times in noted.items() if times > 1]
    faults += [
        f"noted, and not shown: {code} of {subject}"
        for code, subject in noted
        if not told(facts, answer, code, subject)
    ]
    for row in answer.readings:
        if row.actor_id != who or row.data["purpose"] not in policy().purposes:
            faults.append(f"by {row.actor_id} for {row.data['purpose']!r}")
    if answer.status >= 400 and answer.status != FORM_AGAIN and noted:
        faults.append(f"noted, and refused with {answer.status}")
    return faults


def shown(facts, who, answer) -> set[tuple[str, int]]:
    """(class, person) of what stands in the answer about others."""
    found = {
        (CLASS[label, name], subject(facts, label, pk)) for label, name, pk in answer.told if (label, name) in CLASS
    }
    if answer.kind == PICTURE:
        found.add(("D06", subject(facts, "cases.Photo", int(PHOTO.search(answer.path)[1]))))
    return {(code, person) for code, person in found if person != who}


def names(facts, who, answer) -> set[int]:
    """Others whose name stands in the answer, and is known to the reader by none but the roster."""
    found = {pk for label, name, pk in answer.told if (label, name) == (PERSON, "name") and pk != who}
    return {
        pk
        for pk in found
        if not (holds_a_known_post(facts, who, pk) or takes_part(facts, who, pk) or asked(facts, who, pk))
    }


def told(facts, answer, code: str, person: int) -> bool:
    """Whether anything of the person stands in the answer."""
    rows = {(label, pk) for label, _name, pk in answer.told if label == PERSON or label in SUBJECT}
    rows |= {(label, int(pk)) for label, written in NUMBERED.items() for pk in written.findall(answer.text)}
    if answer.kind == PICTURE:
        rows.add(("cases.Photo", int(PHOTO.search(answer.path)[1])))
    return any(subject(facts, label, pk) == person for label, pk in rows) or any(
        row.data["page"] == CONTENTS for row in answer.readings
    )


def subject(facts, label: str, pk: int) -> int:
    return pk if label == PERSON else facts.rows(label)[pk][SUBJECT[label]]
