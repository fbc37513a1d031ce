"""The 18 digits of a place: school 5, campus 2, building 3, floor 2, room 4, suite part 1, check digit.

The check digit is ISO 7064 MOD 11,10. A code names a place and nobody in it, and is never given out again.
"""


def check_digit(digits: str) -> str:
    """ISO 7064 MOD 11,10 over a string of decimal digits."""
    rest = 10
    for digit in digits:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return str((11 - rest) % 10)


def compose(school: str, campus: str, building: int, floor: int, room: int, part: int = 0) -> str:
    """The code of a place. Floors below ground count down from 99. Raises ValueError where a part does not fit."""
    body = f"{school:0>5}{campus:0>2}{building:03d}{floor % 100:02d}{room:04d}{part:d}"
    if len(body) != 17 or not body.isdigit():
        raise ValueError(f"no place code for {school} {campus} {building} {floor} {room} {part}")
    return body + check_digit(body)


def is_valid(code: str) -> bool:
    return len(code) == 18 and code.isdigit() and check_digit(code[:17]) == code[17]
