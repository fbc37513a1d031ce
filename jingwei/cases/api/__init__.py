"""Cases in the API: the same queries, forms and actions as on the pages.

desk.py       what can be reported, where, and what is promised before sending; the report itself
reading.py    lists, one case, its deadlines, photos, figures
adding.py     photos, remarks, «me too», the rating
steps.py      every step of the loop
requests.py   pauses and extensions that wait for a yes or no
"""

from . import adding, desk, reading, requests, steps
from .endpoints import endpoints

__all__ = ["adding", "desk", "endpoints", "reading", "requests", "steps"]
