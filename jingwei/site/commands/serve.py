"""`jingwei serve`: the web server, with the worker beside it where one process group is wanted."""

import os
import shlex
import sys

from django.conf import settings
from django.core.management import call_command
from honcho.manager import Manager


def run(with_worker: bool = False) -> int:
    call_command("collectstatic", interactive=False, verbosity=0)
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    if not with_worker:
        command = web_command()
        os.execvpe(command[0], command, environment)  # noqa: S606 - becomes the server
    manager = Manager()
    manager.add_process("web", _quoted(web_command()), env=environment, quiet=True)
    manager.add_process("worker", _quoted([sys.executable, "-m", "jingwei.site.cli", "worker"]), env=environment)
    manager.loop()
    return manager.returncode or 0


def web_command() -> list[str]:
    """Without a log of addresses: what somebody types to search for people stands in them."""
    options = {
        "--interface": "wsgi",
        "--host": os.environ.get("HOST", "127.0.0.1"),
        "--port": str(settings.PORT),
        "--workers": os.environ.get("WEB_WORKERS", "1"),
        "--blocking-threads": os.environ.get("WEB_THREADS", "4"),
    }
    flat = [part for pair in options.items() for part in pair]
    return [sys.executable, "-m", "granian", *flat, "--no-ws", "--no-access-log", "jingwei.site.wsgi:application"]


def _quoted(command: list[str]) -> str:
    return shlex.join(command)
