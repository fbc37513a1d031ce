"""The live posts of an actor: where every right begins."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.module_loading import import_string

from jingwei.core import clock
from jingwei.core.dated import live

from .models import Appointment, TrailEntry
from .policy import policy
from .roles import ROLE_UNIT, Role, Scope, UnitKind

RECENT = 100  # entries of the trail by which a post is over


@dataclass(frozen=True)
class System:
    """The program itself as an actor: the worker's clock, the command line. It may everything and signs with its name."""

    name: str
    pk = None
    is_authenticated = True


Posts = dict[str, dict[str, set[int]]]


def posts_of(actor, *, fresh: bool = False) -> Posts:
    """Role → unit kind → unit ids, at this moment.

    Pages ask once a request; whatever writes asks again inside its transaction (`fresh`).
    Besides appointments there are posts that are a fact of their own, such as living in a room: see GATE_POST_SOURCES.
    """
    if not fresh and (kept := getattr(actor, "_posts", None)) is not None:
        return kept
    found = defaultdict(lambda: defaultdict(set))
    if actor.is_active:
        at = clock.now()
        for role, kind, unit in Appointment.objects.filter(in_force(at), person=actor).values_list(
            "role", "unit_kind", "unit_id"
        ):
            found[role][kind].add(unit)
        for path in settings.GATE_POST_SOURCES:
            for role, kind, unit in import_string(path)(actor, at):
                found[role][kind].add(unit)
    # Plain dicts: looking for a post that is not held must not make it appear.
    actor._posts = {role: dict(units) for role, units in found.items()}
    return actor._posts


def in_force(at) -> Q:
    """`live`, and not over by the trail: what has ended does not begin again because a clock was set back, or lags.

    Only the last entries count, so that one clock that ran ahead ends posts early for a short while and not for long.
    """
    recent = TrailEntry.objects.order_by("-pk").values("pk")[:RECENT]
    later = TrailEntry.objects.filter(pk__in=recent, at__gte=OuterRef("end"))
    return live(at) & (Q(end__isnull=True) | ~Exists(later))


def units_of(actor, role: Role) -> set[int]:
    """The units over which the actor holds the role now."""
    return posts_of(actor).get(role, {}).get(ROLE_UNIT[role], set())


def roles_of(actor) -> list[str]:
    """The actor's live roles in the order of the table of roles."""
    if isinstance(actor, System):
        return []
    held = posts_of(actor)
    return [role for role in Role.values if role in held]


def holders(role: str, unit_kind: str, unit_ids, at=None):
    """Person ids that hold `role` over any of the units now and whose account is open, without doubles."""
    return (
        Appointment.objects.filter(
            in_force(at or clock.now()), role=role, unit_kind=unit_kind, unit_id__in=unit_ids, person__is_active=True
        )
        .order_by()
        .values_list("person_id", flat=True)
        .distinct()
    )


def forbidden_with(person, role: str, at=None) -> str | None:
    """A role the person holds that may not be joined with `role` (trust rule P5), or None."""
    held = Appointment.objects.filter(Q(end__isnull=True) | Q(end__gt=at or clock.now()), person=person)
    for other in held.values_list("role", flat=True):
        if frozenset({role, other}) in policy().apart:
            return other
    return None


SCOPE_OF_UNIT = {kind: Scope(kind) for kind in UnitKind.values}
