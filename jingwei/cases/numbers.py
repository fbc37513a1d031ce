"""Case numbers, 19 digits: source 2, date 8, large grid 4, serial 5. A number never tells a room."""

from django.conf import settings

from jingwei.core import clock, sequence

from . import parties

NO_LARGE_GRID = "0000"


def next_number(home_room) -> str:
    """The next number of today in the large grid that answers for the room."""
    micro = parties.micro_grid_of(home_room)
    branch = micro.small_grid.branch.code if micro and micro.small_grid else NO_LARGE_GRID
    prefix = f"{settings.SOURCE_CODE:0>2}{clock.today():%Y%m%d}{branch:0>4}"
    return f"{prefix}{sequence.take(f'case:{prefix}'):05d}"
