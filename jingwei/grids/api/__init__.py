"""Grids in the API: who answers for which room now, plans and their rooms, findings, exemptions.

present.py  micro-grids in force, coverage, findings, exemptions
plans.py    plans and calculations
rooms.py    one room of a plan
"""

from . import plans, present, rooms
from .endpoints import endpoints

__all__ = ["endpoints", "plans", "present", "rooms"]
