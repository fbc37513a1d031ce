"""Grids in the API: who answers for which room now, plans and their rooms, findings, exemptions.

present.py  micro-grids in force, coverage, findings, exemptions
plans.py    plans and calculations
rooms.py    one room of a plan
bans.py     whom a plan shall not give a room
"""

from . import bans, plans, present, rooms
from .endpoints import endpoints

__all__ = ["bans", "endpoints", "plans", "present", "rooms"]
