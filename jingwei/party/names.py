"""The ways people write a branch. A short name is taken only where one branch alone can be meant."""

import re
from collections.abc import Iterable

from jingwei.core import text
from jingwei.housing.names import han_number

PARTS = re.compile(
    r"(?P<kind>学生|教工|教师|教职工)?(?:党支部|支部)?"
    r"第?(?P<number>[一二三四五六七八九十]+|\d{1,2})(?:学生|教工)?(?:党支部|支部|党)?"
)
LONGEST_SHORT = 12


def short_name(name: str) -> str:
    """`学生第三党支部` → `学生三支部`."""
    short = name.replace("第", "", 1).replace("党支部", "支部")
    return short[:LONGEST_SHORT]


def meant(value: object, names: Iterable[str]) -> str | None:
    """The one branch that the writing means, or None: `学生三支部`, `学生第3支部` → `学生第三党支部`."""
    written, names = text.name(value), list(names)
    if written in names:
        return written
    key = _key(written)
    if key is None:
        return None
    found = [name for name in names if _fits(key, _key(name))]
    return found[0] if len(found) == 1 else None


def _key(name: str) -> tuple[str | None, int] | None:
    found = PARTS.fullmatch(text.code(name))
    if not found:
        return None
    number = found["number"]
    return found["kind"], int(number) if number.isdigit() else han_number(number) or 0


def _fits(written: tuple[str | None, int], known: tuple[str | None, int] | None) -> bool:
    return known is not None and written[1] == known[1] and (written[0] is None or written[0] == known[0])
