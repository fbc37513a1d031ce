"""`jingwei replay-erasures`: after a restore, before anybody signs in."""

from jingwei.privacy.erasing import replay


def run() -> int:
    for rule, count in sorted(replay().items()):
        print(f"{rule}: {count}")  # noqa: T201
    return 0
