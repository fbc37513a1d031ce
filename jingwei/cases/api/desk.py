"""What can be reported, where, what is promised before sending, and the report itself."""

from datetime import datetime
from hashlib import sha256

from ninja import Field, Query

from jingwei.api.keys import HEADER
from jingwei.api.schemas import Input, Output, Text
from jingwei.cases import actions, queries
from jingwei.cases.forms import ReportForm
from jingwei.cases.forms.report import ANSWER
from jingwei.cases.forms.spots import places_for
from jingwei.cases.forms.wording import questions_of, stopper_of
from jingwei.cases.places import place_for
from jingwei.cases.promise import promise

from .endpoints import case_receipt, checked, endpoints
from .schemas import CaseReceipt, CategoryOut


class PlaceOut(Output):
    where: str = Field(description="Give it as `where`.", examples=["room-412", "floor-4-corridor"])
    label: str
    group: str


class PlaceQuery(Output):
    place_code: Text = Field("", max_length=18, description="The code at a door; its room then comes first.")


class Report(Input):
    category: Text = Field(max_length=30, examples=["light"])
    where: Text = Field(max_length=60, description="One of /report-places.", examples=["room-412"])
    text: Text = Field(min_length=1, max_length=500, examples=["走廊东头第二盏灯不亮两天了"])
    answers: dict[str, int] = Field({}, description="Question code → number of the option, from /report-preview.")


class PreviewQuery(Output):
    category: Text = Field(max_length=30)
    where: Text = Field(max_length=60)


class QuestionOut(Output):
    code: str
    text: str
    options: list[str]


class Call(Output):
    whom: str
    phone: str


class StopperOut(Output):
    text: str
    calls: list[Call]


class SimilarOut(Output):
    id: int
    what: str
    place: str
    day: str
    supporters: int
    joined: bool


class PromiseOut(Output):
    readers: list[str]
    name_shown_to: list[str]
    answer_by: datetime


class Preview(Output):
    """What is said before sending."""

    questions: list[QuestionOut]
    stopper: StopperOut | None = Field(description="What to do first, or instead.")
    promise: PromiseOut | None = Field(
        description="Who will see it and by when an answer comes; null where no case is opened."
    )
    similar: list[SimilarOut] = Field(description="Open cases of the kind near by: join one instead.")


@endpoints.get("/categories", "cases.categories", list[CategoryOut])
def category_list(request):
    """The catalogue: when a matter becomes a case, when it is done, and how long it takes."""
    return queries.categories(request.user)


@endpoints.get("/report-places", "cases.report", list[PlaceOut])
def report_places(request, query: Query[PlaceQuery]):
    """Where the caller may report, the likeliest place first."""
    groups = places_for(request.user, query.place_code)
    return [
        {"where": place.key, "label": str(place), "group": heading} for heading, places in groups for place in places
    ]


@endpoints.get("/report-preview", "cases.report", Preview)
def report_preview(request, query: Query[PreviewQuery]):
    """Before sending: questions, whom to call, who will see it, what is open already."""
    form = _form(
        request.user, {"category": query.category, "where": query.where, "text": "…", "submission_key": "preview"}
    )
    checked(form)
    category, where = form.category_so_far, form.where_so_far.as_fields()
    place = {name: where[name] for name in ("building", "floor", "room")}
    return {
        "questions": questions_of(category),
        "stopper": stopper_of(category),
        "promise": None if form.is_elsewhere else promise(category, place_for(request.user, category, **where)),
        "similar": []
        if category.personal
        else [_similar(row) for row in queries.similar_cases(request.user, category, **place)],
    }


@endpoints.post("/cases", "cases.report", CaseReceipt, scope="report", status=201)
def case_report(request, body: Report):
    """Report a matter. Photos are added to the case afterwards, one request each."""
    data = body.dict(exclude={"answers"}) | {ANSWER + code: str(option) for code, option in body.answers.items()}
    data["submission_key"] = sha256(request.headers[HEADER].encode()).hexdigest()
    form = _form(request.user, data)
    checked(form)
    return case_receipt(actions.report_case(request.user, **form.report()))


def _form(actor, data: dict) -> ReportForm:
    return ReportForm(data, categories=list(queries.categories(actor)), places=places_for(actor))


def _similar(row) -> dict:
    return {
        "id": row.pk, "what": row.what, "place": row.place, "day": row.day.isoformat(),
        "supporters": row.supporters, "joined": row.joined,
    }  # fmt: skip
