"""`jingwei migrate`"""

from django.core.management import call_command


def run() -> int:
    call_command("migrate", interactive=False, verbosity=1)
    return 0
