"""What people type, made regular without guessing: full-width signs, stray blanks, numbers, phones, dates."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

# Full-width ASCII letters and digits only: Chinese punctuation such as （） and ： is meant.
NARROW = {
    code: code - 0xFEE0 for block in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B)) for code in range(*block)
}
BLANKS = re.compile(r"\s+")
HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
BLANK_BETWEEN_HAN = re.compile(rf"(?<={HAN}) (?={HAN})")


def clean(value: object) -> str:
    """Any cell as text on one line: no stray or invisible characters, whole numbers without their `.0`."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if not text.isascii():
        text = text.translate(NARROW)
    text = BLANKS.sub(" ", text)  # also ideographic and no-break blanks, tabs and line ends
    if not text.isprintable():
        text = BLANKS.sub(" ", "".join(char for char in text if char.isprintable()))
    return text.strip()


def name(value: object) -> str:
    """A person's name: `张　三` is 张三, `Li  Ming` keeps one blank."""
    return BLANK_BETWEEN_HAN.sub("", clean(value))


def code(value: object) -> str:
    """A number that names something (student, room, bed): no blanks at all, no `.0`, capital letters."""
    text = unicodedata.normalize("NFKC", clean(value)).replace(" ", "").upper()
    return re.sub(r"^(\d+)\.0+$", r"\1", text)


def phone(value: object) -> str | None:
    """A Chinese mobile or land-line number as digits (with `-` after an area code), or None if it is not one."""
    text = re.sub(r"[\s()-]", "", code(value))
    mobile = re.fullmatch(r"(?:\+?86)?(1[3-9]\d{9})", text)
    if mobile:
        return mobile[1]
    fixed = re.fullmatch(r"(0(?:10|2\d|[3-9]\d{2}))?([2-8]\d{6,7})", text)
    return fixed and "-".join(part for part in fixed.groups() if part)


class LooseDate(NamedTuple):
    """A date and how precisely it was given; one given by the month is its first day."""

    date: date
    precision: Literal["day", "month"]


FORMS = [
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?:(?P=s)(?P<d>\d{1,2}))?",  # 2005-10-01 1999/9/1 2024.05
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})?(?:\.0+)?",  # 20020101 20251020.0 202405
        r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号]?)?",  # 2025年10月 2025年10月20日
    )
]
CLOCK_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
SERIAL_DAY_ZERO = date(1899, 12, 30)
SERIALS = range(7306, 73051)  # 1920-01-01 to 2100-01-01 as a spreadsheet counts days
YEARS = range(1900, 2101)


def parse_date(value: object) -> LooseDate | None:
    """A date written in any of the usual ways, or None: an unclear one (two-digit years, 10/20/2025) is not guessed."""
    if isinstance(value, datetime):
        return LooseDate(value.date(), "day")
    if isinstance(value, date):
        return LooseDate(value, "day")
    text = CLOCK_TIME.sub("", unicodedata.normalize("NFKC", clean(value))).replace(" ", "")
    if SERIAL.fullmatch(text) and int(float(text)) in SERIALS:
        return LooseDate(SERIAL_DAY_ZERO + timedelta(days=int(float(text))), "day")
    for form in FORMS:
        if found := form.fullmatch(text):
            return _loose_date(found["y"], found["m"], found["d"])
    return None


def _loose_date(year: str, month: str, day: str | None) -> LooseDate | None:
    if int(year) not in YEARS:
        return None
    try:
        return LooseDate(date(int(year), int(month), int(day or 1)), "day" if day else "month")
    except ValueError:
        return None
