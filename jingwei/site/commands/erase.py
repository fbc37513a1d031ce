"""`jingwei erase`: what the worker does each night, at once."""

from jingwei.privacy.erasing import erase_due


def run() -> int:
    print(f"erased: {erase_due()}")  # noqa: T201
    return 0
