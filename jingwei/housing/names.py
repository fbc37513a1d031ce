"""The ways people write a building, a room or a bed; what is not clear is None, never a guess."""

import re
from typing import NamedTuple

from jingwei.core import text

HAN_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
HAN_NUMBER = "[零〇一二两三四五六七八九十]+"
BUILDING = re.compile(
    rf"(?:学生)?(?:宿舍|公寓)?第?(?P<number>\d{{1,3}}|{HAN_NUMBER})(?:号楼|号|#楼|#|楼|栋|幢|舍|公寓)*"
)
ROOM = re.compile(r"(?:(?P<building>\d{1,3})[-#])?(?P<number>\d{3,4})(?:室|号|房)?")
BED = re.compile(r"(?P<number>\d{1,2}|[A-H])(?:号床|号|床)?")


CAMPUS = re.compile(r"(?P<campus>.{1,20}?校区)(?P<rest>.+)")


class BuildingName(NamedTuple):
    """Which building is meant: numbers are given out anew on every campus."""

    number: int
    campus: str = ""  # empty: the first campus, of most colleges the only one

    @property
    def short(self) -> str:
        return f"{self.campus} {self.number}".strip()

    def __str__(self):
        return f"{self.campus}{self.number}号楼"


def split_campus(value: object) -> tuple[str, str]:
    """`南校区3号楼` → `南校区`, `3号楼`; the campus is empty where none is written."""
    found = CAMPUS.fullmatch(text.code(value))
    return (found["campus"], found["rest"]) if found else ("", text.code(value))


def same_campus(one: str, other: str) -> bool:
    """`南` is how a column headed 校区 says `南校区`."""
    return one.removesuffix("校区") == other.removesuffix("校区")


def building_number(value: object) -> int | None:
    """`3号楼`, `3#`, `3号`, `三号楼`, `3栋` → 3."""
    found = BUILDING.fullmatch(text.code(value))
    if not found:
        return None
    written = found["number"]
    number = int(written) if written.isdigit() else han_number(written)
    return number if number and 0 < number < 1000 else None


def han_number(written: str) -> int | None:
    """`三` → 3, `十二` → 12, `二十` → 20; None where the signs make no number under a hundred."""
    tens, ten, units = written.rpartition("十")
    if len(tens) > 1 or len(units) > 1:
        return None
    if not ten:
        return HAN_DIGITS[units]
    return (HAN_DIGITS[tens] if tens else 1) * 10 + (HAN_DIGITS[units] if units else 0)


def room_number(value: object, building: int | None = None) -> str | None:
    """`101`, `101室`, `3-101` → `101`; None too where the prefix names another building."""
    found = ROOM.fullmatch(text.code(value))
    if not found or (found["building"] and building and int(found["building"]) != building):
        return None
    return found["number"] if floor_of(found["number"]) else None


def floor_of(room: str) -> int:
    """The floor that a room's number tells: `412` → 4, `1203` → 12."""
    return int(room[:-2])


def door_of(room: str) -> int:
    """The place along the corridor that a room's number tells: `412` → 12."""
    return int(room[-2:])


def bed_label(value: object) -> str | None:
    """`1`, `1号床`, `A` → `1`, `A`."""
    found = BED.fullmatch(text.code(value))
    return found["number"].lstrip("0") or None if found else None
