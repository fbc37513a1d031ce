"""What the planner's judge says in ids, said in names and in the reader's language."""

from django.utils.translation import gettext as _

from jingwei.people.models import Person
from planner.proof.check import Violation

from .planning import LETTER, College


def broken_rule(known: College, violation: Violation) -> str:
    """A sentence for a hard rule that an arrangement breaks."""
    name = _name(known, violation.person)
    row = known.row.get(violation.room)
    words = {"name": name, "room": known.rooms[row] if row is not None else ""}
    sentences = {
        "known_person": _("%(name)s 已不在名册里，不能负责 %(room)s"),
        "gender": _("%(name)s 进不了 %(room)s 所在的楼"),
        "available": _("%(name)s 已登记免任，不能负责 %(room)s"),
        "cap": _("%(name)s 负责的房间超过了上限"),
        "banned": _("已说明 %(room)s 不由 %(name)s 负责"),
    }
    return sentences.get(violation.code, _("%(room)s 没有人住，不用安排")) % words


def refusal(known: College, *, room: int, person: int, role: str) -> str:
    """Why this person may not have this room."""
    problem = known.problem
    people = problem.keepers if role == "keeper" else problem.leads
    words = {"name": _name(known, person), "room": known.rooms[known.row[room]]}
    if person not in people.id:
        text = (
            _("%(name)s 不是学生党员，不能任网格党员")
            if role == "keeper"
            else _("%(name)s 不是入党积极分子，不能任负责人")
        )
        return text % words
    found = known.people[person]
    if LETTER.get(found.gender) != problem.gender_of(known.row[room]):
        return _("%(name)s 进不了 %(room)s 所在的楼") % words
    return _("%(name)s 已登记免任，不能负责 %(room)s") % words


def _name(known: College, person) -> str:
    if person in known.people:
        return known.people[person].name
    return Person.objects.filter(pk=person).values_list("name", flat=True).first() or _("有人")
