"""`{% load cases %}`: the tone of a state, whether a case is late, and how a figure is written."""

from django import template

from jingwei.cases.models import State
from jingwei.core import clock
from jingwei.terms.worktime import Clock

register = template.Library()

TONES = {
    State.REPORTED: "info",
    State.VERIFYING: "info",
    State.INFO_WANTED: "now",
    State.FILED: "info",
    State.DISPATCHED: "wait",
    State.RETURNED: "now",
    State.HANDLING: "wait",
    State.SCHEDULED: "wait",
    State.PAUSED: "muted",
    State.DONE_CLAIMED: "info",
    State.REWORK: "now",
    State.CLOSED: "good",
    State.REOPEN_WANTED: "now",
}


@register.filter
def tone(case) -> str:
    return TONES.get(case.state, "muted")


@register.filter
def of_clock(amount: int, clock: str) -> str:
    """An amount of working days, hours …"""
    return Clock(clock).words(amount)


@register.filter
def late(case) -> bool:
    """Whether whoever must act now is late."""
    return case.is_open and case.act_by is not None and case.act_by < clock.now()


@register.filter
def promise_broken(case) -> bool:
    """Past the promised moment. While a case is paused the time does not count, and the promise is put off."""
    return (
        case.is_open and case.state != State.PAUSED and case.promised_at is not None and case.promised_at < clock.now()
    )


@register.filter
def written(figure) -> str:
    """«96.1%», «37», «9.8»."""
    if figure.value is None:
        return "–"
    if figure.unit == "share":
        return f"{100 * figure.value:.1f}%"
    return f"{figure.value:.1f}" if figure.unit == "hours" else f"{figure.value:.0f}"
