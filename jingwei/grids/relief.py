"""What would cover rooms that are left without a keeper: somebody keeps one more, somebody freed comes back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .caps import LEAST_CAP, MOST_CAP
from .models import PlanRoom
from .planning import College

MOST_NAMED = 6


@dataclass(frozen=True)
class Relief:
    """One way out, and whom it asks."""

    text: str
    people: list[int]


def reliefs(known: College, uncovered: Iterable[PlanRoom]) -> list[Relief]:
    """For each gender whose rooms lack a keeper, the ways that a plan would not take by itself."""
    problem = known.problem
    rows = [known.row[row.room_id] for row in uncovered if row.room_id in known.row]
    found = []
    for gender in sorted({problem.gender_of(row) for row in rows}):
        theirs = [row for row, letter in enumerate(problem.keepers.gender) if letter == gender]
        one_more = [row for row in theirs if problem.keepers.avail[row] and problem.keepers.cap[row] < MOST_CAP]
        freed = [row for row in theirs if not problem.keepers.avail[row]]
        if one_more:
            words = _("%(names)s 等 %(n)s 人现在最多 %(least)s 间，每有一人定到 %(most)s 间，就多覆盖一间")
            found.append(_relief(known, words, one_more))
        if freed:
            words = _("%(names)s 等 %(n)s 人免任，每有一人回来，就多覆盖 %(least)s 间")
            found.append(_relief(known, words, freed))
    return found


def _relief(known: College, words: str, rows: list[int]) -> Relief:
    people = [known.problem.keepers.id[row] for row in rows][:MOST_NAMED]
    names = "、".join(known.people[person].name for person in people)
    return Relief(words % {"names": names, "n": len(rows), "least": LEAST_CAP, "most": MOST_CAP}, people)
