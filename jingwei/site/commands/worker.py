"""`jingwei worker`: one consumer, which also runs the clock."""

from django.core.management import call_command


def run() -> int:
    call_command("run_huey")
    return 0
