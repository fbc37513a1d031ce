"""Who holds which given post now."""

from dataclasses import dataclass

from jingwei.gate.doors import visible
from jingwei.gate.models import Appointment
from jingwei.gate.roles import Role

from .units import GIVEN, Post, open_posts


@dataclass(frozen=True)
class Held:
    post: Post
    appointments: list[Appointment]


def held_posts(actor) -> list[tuple[str, list[Held]]]:
    """(role's label, its posts with their holders), vacant ones too. Six statements, however many posts there are."""
    live = visible(actor, "gate.appoint", Appointment).live().filter(role__in=GIVEN).select_related("person")
    holders: dict[str, list[Appointment]] = {}
    for row in live.order_by("start", "pk"):
        holders.setdefault(f"{row.role}:{row.unit_id}", []).append(row)
    table: dict[str, list[Held]] = {}
    for post in open_posts():
        table.setdefault(post.role, []).append(Held(post, holders.get(post.key, [])))
    return [(Role(role).label, posts) for role, posts in table.items()]
