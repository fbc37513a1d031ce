"""Every way to change grids. Actor first; change, trail and outbox in one transaction.

drafting.py    draft_plan(actor, *, term=None, seed=0) → Plan       replan(actor, pk) → Plan       discard_plan(actor, pk)
adjusting.py   assign_room(actor, pk, *, room, keeper=None, lead=None) → PlanRoom, pinned
               pin_room, unpin_room(actor, pk, *, room, role)
publishing.py  publish_plan(actor, pk) → Plan
exemptions.py  exempt_member(actor, *, person, reason) → Exemption · end_exemption(actor, pk)

Raise Denied where the actor may not, ValidationError with a sentence where the input or the plan does not fit.
"""

from .adjusting import assign_room, pin_room, unpin_room
from .drafting import discard_plan, draft_plan, replan
from .exemptions import end_exemption, exempt_member
from .publishing import publish_plan

__all__ = [
    "assign_room",
    "discard_plan",
    "draft_plan",
    "end_exemption",
    "exempt_member",
    "pin_room",
    "publish_plan",
    "replan",
    "unpin_room",
]
