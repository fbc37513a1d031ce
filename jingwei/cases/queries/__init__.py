"""Reads of cases. Everything begins with `visible`, so a list, a count and a page can never disagree.

lists.py       categories(actor) · listed(actor, **filters) · my_cases(actor) · one_case(actor, pk)
               steps_for(actor, case) · remarks_of(actor, case) · who_has(case)
duties.py      board(actor) → [Group] · to_do(actor) → [ToDo] · approvals(actor) → [PauseRequest | Extension]
timeline.py    timeline(case, actor) → [Entry]
deadlines.py   deadline_lines(case) → [Told] · progress(case) → Progress | None
similar.py     similar_cases(actor, category, *, building, floor=None, room=None) → [Similar]
counts.py      open_counts_by_floor_branch(actor) · open_counts_by_room(actor, building)
figures.py     figures(actor, *, since=None, until=None) → [Figure] · headline(actor) → [Figure]
photos.py      photos_of(actor, case) · open_photo(actor, pk)
case_page.py   next_step(actor, case) → Next | None · rating_of(actor, case) · requests_of(actor, case)
               may_add(actor, case) → {"remark", "photo"}
"""

from .case_page import may_add, next_step, rating_of, requests_of
from .counts import open_counts_by_floor_branch, open_counts_by_room
from .deadlines import deadline_lines, progress
from .duties import approvals, board, to_do
from .figures import figures, headline
from .lists import categories, listed, my_cases, one_case, remarks_of, steps_for, who_has
from .photos import open_photo, photos_of
from .similar import similar_cases
from .timeline import timeline

__all__ = [
    "approvals",
    "board",
    "categories",
    "deadline_lines",
    "figures",
    "headline",
    "listed",
    "may_add",
    "my_cases",
    "next_step",
    "one_case",
    "open_counts_by_floor_branch",
    "open_counts_by_room",
    "open_photo",
    "photos_of",
    "progress",
    "rating_of",
    "remarks_of",
    "requests_of",
    "similar_cases",
    "steps_for",
    "timeline",
    "to_do",
    "who_has",
]
