"""Telephone and e-mail: shown on a click, one person at a time, and each click is a line in the glass log."""

from jingwei.gate.doors import one, visible

from .models import Person


def may_see(actor, person: Person) -> bool:
    """Whether the button is offered: somebody else's, and within reach."""
    return person.pk != actor.pk and visible(actor, "contacts.read", Person).filter(pk=person.pk).exists()


def may_break(actor, person: Person) -> bool:
    """Whether in an emergency the actor may open them by breaking the glass."""
    return visible(actor, "contacts.break", Person).filter(pk=person.pk).exists()


def contacts_of(actor, pk: int) -> Person:
    """The person whose contacts the actor may see, or Denied."""
    return one(actor, "contacts.read", Person, pk)
