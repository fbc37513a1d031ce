"""Lists, one case, its deadlines and photos, the figures of the loop."""

from datetime import timedelta
from typing import Annotated, Literal

from django.http import FileResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from jingwei.api.paging import Page, PageQuery, one_page
from jingwei.api.schemas import Flag, Id, Text
from jingwei.cases import queries
from jingwei.cases.forms.wording import answers_of
from jingwei.cases.models import State
from jingwei.cases.parties import author_shown_to
from jingwei.cases.views import held_case
from jingwei.cases.views.steps import buttons_for
from jingwei.core import clock
from jingwei.gate.pages import show

from .endpoints import endpoints
from .schemas import CaseCard, CaseSheet, DeadlineOut, FigureOut, ToDoOut

NEWEST_FIRST = ("-reported_at", "-pk")
StateCode = Literal[tuple(State.values)]


class CaseQuery(PageQuery):
    state: StateCode | None = None
    family: Text | None = Field(None, description="Code of a family of categories.")
    building: Id | None = None
    overdue: Flag = False
    mine: Flag = Field(False, description="Only what the caller reported or said «me too» to.")
    search: Text = Field("", max_length=60, description="In number and text.")


class FigureQuery(Schema):
    days: Annotated[int, Field(ge=1, le=3660)] | None = Field(
        None, description="Reported in the last days; all if left out."
    )


@endpoints.get("/cases", "cases.read", Page[CaseCard])
def case_list(request, query: Query[CaseQuery]):
    """Cases that the caller may read, the newest first."""
    chosen = {"state": query.state or "", "family": query.family or "", "building": query.building}
    rows = queries.listed(request.user, **chosen, overdue=query.overdue, search=query.search)
    if query.mine:
        rows = rows.filter(pk__in=queries.my_cases(request.user).order_by().values("pk"))
    return one_page(request, rows, query, order=NEWEST_FIRST)


@endpoints.get("/cases/to-do", "cases.read", list[ToDoOut])
def case_to_do(request):
    """What is the caller's to do now, the most pressing first."""
    return queries.to_do(request.user)


@endpoints.get("/cases/figures", "cases.figures", list[FigureOut])
def case_figures(request, query: Query[FigureQuery]):
    """The figures of the loop, each with numerator, denominator and what is left out. Never of one person."""
    since = query.days and clock.now() - timedelta(days=query.days)
    return queries.figures(request.user, since=since)


@endpoints.get("/cases/{int:case}", "cases.read", CaseSheet)
def case_show(request, case: Id):
    """One case: where it stands, what comes next, what the caller may do, and how it got there."""
    actor, found = request.user, held_case(request.user, case)
    author_shown = author_shown_to(actor, found)
    rating = queries.rating_of(actor, found)
    return {
        "case": found,
        "answers": [
            {"question": question, "option": option} for question, option in answers_of(found.category, found.answers)
        ],
        "reporter": found.reporter.name if author_shown else None,
        "checker": found.checker.name if found.checker and found.state != State.HANDLING else None,
        "mine": found.reporter_id == actor.pk,
        "supporters": found.supporters.count(),
        "rating": rating and rating.level,
        "progress": queries.progress(found),
        "next": queries.next_step(actor, found),
        "steps": [_step(found, button) for button in buttons_for(actor, found)],
        "may_add": sorted(queries.may_add(actor, found)),
        "timeline": queries.timeline(found, actor),
        "photos": queries.photos_of(actor, found),
        "remarks": [_remark(row, found, author_shown) for row in queries.remarks_of(actor, found)],
    }


@endpoints.get("/cases/{int:case}/deadlines", "cases.read", list[DeadlineOut])
def case_deadlines(request, case: Id):
    """Why is it due then? Each clock that ran on the case, line by line."""
    return queries.deadline_lines(queries.one_case(request.user, case))


JPEG = {"responses": {200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}}}


@endpoints.get("/photos/{int:photo}", "photos.read", None, openapi_extra=JPEG)
def photo_show(request, photo: Id):
    """The picture itself, without metadata."""
    headers = {"X-Content-Type-Options": "nosniff"}
    row, file = queries.open_photo(request.user, photo)
    show(request, "D06", [row.taken_by_id])
    return FileResponse(file, content_type="image/jpeg", headers=headers)


def _step(case, button) -> dict:
    way = f"/api/v1/cases/{case.pk}"
    return {
        "code": button.slug,
        "label": button.label,
        "href": f"{way}/steps/{button.slug}",
        "fields": f"{way}/fields/{button.slug}",
    }


def _remark(remark, case, author_shown: bool) -> dict:
    hidden = remark.author_id == case.reporter_id and not author_shown
    return {"at": remark.at, "text": remark.text, "author": _("报告人") if hidden else remark.author.name}
