"""Every way to change grids. Actor first; change, trail and outbox in one transaction.

drafting.py     draft_plan(actor, *, term=None, seed=0, progress) → Plan   replan(actor, pk, *, progress) → Plan
                discard_plan(actor, pk)
calculating.py  ask_for_draft(actor, *, term=None), ask_to_replan(actor, pk) → Calculation, worked out by the worker
                ask_to_try(actor, kind, *, wishes) → Calculation, of numbers alone   stop_calculation(actor, pk)
adjusting.py    assign_room(actor, pk, *, room, keeper=None, lead=None) → PlanRoom, pinned
                swap_rooms(actor, pk, *, room, other, role)   pin_room, unpin_room(actor, pk, *, room, role)
                set_cap(actor, *, person, rooms) → KeeperCap
banning.py      ban_person, lift_ban(actor, pk, *, room, role, person, whole_building=False)
publishing.py   publish_plan(actor, pk) → Plan
repairing.py    propose_repairs(actor) → how many   accept_repair(actor, pk) → Plan, in force
exemptions.py   exempt_member(actor, *, person, reason) → Exemption · end_exemption(actor, pk)

Raise Denied where the actor may not, ValidationError with a sentence where the input or the plan does not fit.
"""

from .adjusting import assign_room, pin_room, set_cap, swap_rooms, unpin_room
from .banning import ban_person, lift_ban
from .calculating import ask_for_draft, ask_to_replan, ask_to_try, stop_calculation
from .drafting import discard_plan, draft_plan, replan
from .exemptions import end_exemption, exempt_member
from .publishing import publish_plan
from .repairing import accept_repair, propose_repairs

__all__ = [
    "accept_repair",
    "ask_for_draft",
    "ask_to_replan",
    "ask_to_try",
    "assign_room",
    "ban_person",
    "discard_plan",
    "draft_plan",
    "end_exemption",
    "exempt_member",
    "lift_ban",
    "pin_room",
    "propose_repairs",
    "publish_plan",
    "replan",
    "set_cap",
    "stop_calculation",
    "swap_rooms",
    "unpin_room",
]
