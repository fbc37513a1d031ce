"""Shapes of cases."""

from datetime import date, datetime

from ninja import Field

from jingwei.api.schemas import Choice, Duration, Named, Output, Receipt, Thing, Words
from jingwei.cases.models import Handler
from jingwei.cases.templatetags.cases import late


class CategoryOut(Output):
    code: str = Field(examples=["light"])
    name: str
    family: str = Field(description="Code of the family.", examples=["repair"])
    family_name: str
    filing_standard: str
    closing_standard: str
    limit_amount: int
    limit_clock: str = Field(description="The clock it is counted by.")
    urgent: bool
    personal: bool
    needs_photo: bool
    elsewhere: bool = Field(description="No case is opened; the stopper says where to turn.")

    @staticmethod
    def resolve_family(category) -> str:
        return category.family.code

    @staticmethod
    def resolve_family_name(category) -> str:
        return category.family.name

    @staticmethod
    def resolve_elsewhere(category) -> bool:
        return category.route == Handler.ELSEWHERE


class CaseCard(Thing):
    """A case in a list."""

    number: str = Field(description="19 digits.")
    category: str
    place: str = Field(examples=["5号楼 412"])
    building: Named
    state: Choice
    urgent: bool
    late: bool
    handler: str | None = Field(description="Who has it: a person, a desk or a building's wardens.")
    reported_at: datetime
    act_by: datetime | None
    due_at: datetime | None

    @staticmethod
    def resolve_category(case) -> str:
        return case.category.name

    @staticmethod
    def resolve_state(case) -> dict:
        return {"code": case.state, "label": case.get_state_display()}

    @staticmethod
    def resolve_late(case) -> bool:
        return late(case)

    @staticmethod
    def resolve_handler(case) -> str | None:
        holder = case.handler or case.handler_desk or case.handler_building
        return str(holder) if holder else None


class StepOut(Output):
    code: str = Field(examples=["accept"])
    label: Words
    href: str = Field(description="POST there to take it.")
    fields: str = Field(description="GET there what it asks for.")


class NextOut(Output):
    what: Words
    who: str
    by: datetime | None
    mine: bool = Field(description="It is the caller's move.")


class EntryOut(Output):
    at: datetime
    verb: str
    text: str
    detail: str
    moment: datetime | None
    is_sealed: bool


class PhotoOut(Thing):
    stage: str
    width: int
    height: int
    at: datetime
    href: str

    @staticmethod
    def resolve_href(photo) -> str:
        return f"/api/v1/photos/{photo.pk}"


class RemarkOut(Output):
    at: datetime
    text: str
    author: str


class AnswerOut(Output):
    question: str
    option: str


class ProgressOut(Output):
    percent: int
    used: Duration
    late: bool
    paused: bool


class CaseDetails(CaseCard):
    """A case by itself, with what was written on the way."""

    text: str
    question: str
    outcome: str
    answer: str
    closing_reason: str
    scheduled_for: datetime | None
    paused_until: date | None
    promised_at: datetime | None
    filed_at: datetime | None
    closed_at: datetime | None
    merged_into: int | None

    @staticmethod
    def resolve_merged_into(case) -> int | None:
        return case.merged_into_id


class CaseSheet(Output):
    """A case with all that its page shows."""

    case: CaseDetails
    answers: list[AnswerOut]
    reporter: str | None = Field(description="Null where the caller is not to know.")
    checker: str | None
    mine: bool
    supporters: int
    rating: int | None
    progress: ProgressOut | None
    next: NextOut | None = Field(description="What happens next; null once the case is over.")
    steps: list[StepOut] = Field(description="What the caller may do now, the likeliest first.")
    may_add: list[str] = Field(description="remark, photo")
    timeline: list[EntryOut]
    photos: list[PhotoOut]
    remarks: list[RemarkOut]


class CaseReceipt(Receipt):
    number: str
    state: str = Field(description="Where the case stood after the step.")


class LineOut(Output):
    start: datetime
    end: datetime
    what: Words
    counts: bool
    provisional: bool


class DeadlineOut(Output):
    """One clock, line by line: why it is due when it is due."""

    clock: str
    label: Words
    amount: int
    unit: Words
    due_at: datetime
    used: Duration
    left: Duration
    over: Duration
    paused: bool
    provisional: bool
    lines: list[LineOut]


class FigureOut(Output):
    code: str
    label: Words
    numerator: float
    denominator: int
    value: float | None
    unit: str = Field(description="share, count or hours")
    left_out: Words


class ToDoOut(Output):
    kind: str
    label: Words
    due_at: datetime | None
    is_late: bool
    case: CaseCard
