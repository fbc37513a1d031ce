"""Parse, call, render."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse


def sent(request):
    """What was posted, even where it is empty; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def attempt(request, act, words: str, *, undo: str = "") -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return False
    messages.success(request, words, extra_tags=undo)
    return True


def role_of(request) -> str:
    return "lead" if request.GET.get("role") == "lead" else "keeper"


def room_page(pk: int, room: int, role: str) -> str:
    """The address of a plan's room, in one role."""
    return f"{reverse('grids:plan-room', args=[pk, room])}?role={role}"
