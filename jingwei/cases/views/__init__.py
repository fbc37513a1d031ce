"""Parse, call, render."""

from jingwei.cases import actions, queries
from jingwei.cases.models import Case


def sent(request) -> tuple:
    """What a form is bound to: data and files of a POST, however empty; nothing otherwise."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def held_case(actor, pk) -> Case:
    """The case for its page. Had somebody it whose post has ended, it is with whoever comes next before it is shown."""
    case = queries.one_case(actor, pk)
    return queries.one_case(actor, pk) if actions.hand_over_now(case.pk) else case
