"""Every step of the loop: one address each, with the fields of its form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from ninja import Field

from jingwei.api.problems import Problem
from jingwei.api.schemas import Choice, Day, Id, Input, Moment, Output, Ref, Text
from jingwei.cases.flow import CASE
from jingwei.cases.queries import who_has
from jingwei.cases.views import held_case
from jingwei.cases.views.steps import ASKS, TURNS, Turn, buttons_for
from jingwei.gate.doors import Denied
from jingwei.gate.flow import WrongState

from .endpoints import case_receipt, checked, endpoints
from .schemas import CaseReceipt

STEPS = {**TURNS, **ASKS}
REPORTERS = {"give-info", "want-reopen"}  # what the reporter does
Said = Annotated[Text, Field(min_length=1, max_length=300)]
Told = Annotated[Text, Field(min_length=1, max_length=500)]
Key = Annotated[
    Text, Field(max_length=60, description="A receiver's key, from the step's fields.", examples=["desk:2"])
]


class Note(Input):
    note: Text = Field("", max_length=300)


class Reason(Input):
    reason: Said = Field(description="The reporter reads it.")


class Question(Input):
    question: Said


class Information(Input):
    text: Told


class Filing(Input):
    category: Text = Field("", max_length=30, description="Another category, where the reporter chose wrongly.")


class Merging(Input):
    into: Ref = Field(description="An open case of the kind near by.")
    reason: Said


class Dispatching(Input):
    to: Key = Field("", description="Empty: as the catalogue routes it.")
    reason: Text = Field("", max_length=300)


class Returning(Input):
    next_owner: Key
    reason: Said


class PassingOn(Input):
    to: Key
    reason: Said


class Appointment(Input):
    when: Moment = Field(examples=["2026-11-30T14:00:00+08:00"])


class Outcome(Input):
    outcome: Told = Field(description="What was done. A photo of it is added before.")


class Answer(Input):
    answer: Told = Field(description="The reporter reads it.")


class Pausing(Input):
    until: Day = Field(examples=["2026-12-01"])
    reason: Said


class Extending(Input):
    amount: Annotated[int, Field(ge=1, le=1000, strict=True)] = Field(description="In units of the case's own clock.")
    reason: Said


@dataclass(frozen=True)
class Way:
    """What a step is for, in a sentence, and what it asks for."""

    text: str
    body: type[Input] | None = None


WAYS = {
    "give-info": Way("Answer what was asked.", Information),
    "file": Way("File the case, under the category's filing standard.", Filing),
    "confirm": Way("Confirm on the spot that it is so.", Note),
    "dispatch": Way("Hand the task out.", Dispatching),
    "take": Way("Handle it oneself, as keeper."),
    "accept": Way("Take the task up. Of several who try, one has it."),
    "begin": Way("Begin the work at the appointed time."),
    "rework": Way("Begin again, after the check found it not done."),
    "resume": Way("Go on before the pause ends."),
    "claim": Way("Report the work done; a third person checks it.", Outcome),
    "close": Way("Seen and found good: close the case and answer the reporter.", Answer),
    "send-back": Way("Seen and not yet good.", Reason),
    "schedule": Way("Appoint a time for the work.", Appointment),
    "verify": Way("Ask the lead to have a look.", Note),
    "ask-info": Way("Ask the reporter for more.", Question),
    "grant-reopen": Way("Grant that it be done anew."),
    "refuse-reopen": Way("Leave it closed.", Reason),
    "return": Way("Return the task and say whose it is.", Returning),
    "pass-on": Way("Pass the task on.", PassingOn),
    "want-reopen": Way("Ask that it be done anew, within fourteen days.", Reason),
    "merge": Way("It is the same matter as another.", Merging),
    "refute": Way("Seen on the spot: it is not so.", Reason),
    "void": Way("Void the case.", Reason),
    "restore": Way("Take a merged or voided case up again.", Reason),
    "ask-pause": Way("Ask to let the clock stand until a day.", Pausing),
    "ask-extension": Way("Ask for more time.", Extending),
}


class FieldOut(Output):
    name: str
    label: str
    help: str
    required: bool
    choices: list[Choice] = Field(description="Empty where anything may be written.")


class StepFields(Output):
    code: str
    label: str
    fields: list[FieldOut]


@endpoints.get("/cases/{int:case}/fields/{slug:step}", "cases.read", StepFields)
def step_fields(request, case: Id, step: Text):
    """What a step open to the caller asks for, with the choices there are."""
    found = held_case(request.user, case)
    button = next((row for row in buttons_for(request.user, found) if row.slug == step), None)
    if button is None:
        raise Denied
    turn = STEPS[step]
    form = turn.form(case=found, actor=request.user) if turn.form else ()
    return {"code": step, "label": str(button.label), "fields": [_field(row) for row in form if row.name != "photo"]}


def declare(slug: str, turn: Turn) -> None:
    way, scope = WAYS[slug], "report" if slug in REPORTERS else ""
    right = "cases.handle" if slug in ASKS else CASE.steps[slug.replace("-", "_")].capability
    view = _with_body(turn, way.body) if way.body else _without_body(turn)
    view.__name__, view.__doc__ = f"case_{slug.replace('-', '_')}", way.text
    endpoints.post(f"/cases/{{int:case}}/steps/{slug}", right, CaseReceipt, scope=scope)(view)


def _with_body(turn: Turn, shape: type[Input]) -> Callable:
    def view(request, case: Id, body: shape):
        sent = {name: value for name, value in body.model_dump(mode="json").items() if value is not None}
        form = turn.form(sent, case=held_case(request.user, case), actor=request.user)
        return _take(request.user, turn, case, **checked(form))

    return view


def _without_body(turn: Turn) -> Callable:
    def view(request, case: Id):
        held_case(request.user, case)
        return _take(request.user, turn, case)

    return view


def _take(actor, turn: Turn, pk: int, **fields) -> dict:
    try:
        done = turn.act(actor, pk, **fields)
    except WrongState as moved:
        raise Problem("moved-on", who_has(moved.row)) from moved
    return case_receipt(getattr(done, "case", done))


def _field(bound) -> dict:
    return {
        "name": bound.name,
        "label": str(bound.label),
        "help": str(bound.help_text),
        "required": bound.field.required,
        "choices": list(_choices(getattr(bound.field, "choices", ()))),
    }


def _choices(choices):
    """Flat, whether or not they stand in groups."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _choices(label)
        elif value != "":
            yield {"code": str(value), "label": str(label)}


for name, turn in STEPS.items():
    declare(name, turn)
