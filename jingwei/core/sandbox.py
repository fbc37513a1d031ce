"""Files from outside are read in a child process that is small, short-lived and knows nothing.

The child gets the file as its standard input, the job as JSON, no settings and no secrets in its environment, and caps
on memory, processor time and file writing that it puts on itself before it looks at the first byte. It answers in JSON
lines, which the parent takes one by one, so that neither side holds a large answer at once. Its error output goes
nowhere: it could quote the file.

    def work(job, source): yield {...}      # in the module that the child runs
    if __name__ == "__main__": sandbox.serve(work)

    for answer in sandbox.run("package.module", job, source, limits): ...   # in the parent
"""

import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[2]
LONGEST_LINE = 16 * 1024 * 1024
OUT_OF_MEMORY = 70  # exit code of a child that ran into its memory limit


@dataclass(frozen=True)
class Limits:
    memory: int  # bytes of address space
    cpu: int  # seconds of processor time
    wait: float  # seconds that the parent waits for the next line


class SandboxError(Exception):
    """The child did not come to its end. `reason`: memory, time or crash."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def run(module: str, job: dict, source: bytes | str | os.PathLike, limits: Limits) -> Iterator[dict]:
    """Run `module` over a file (a path, or its bytes) and yield its answers. Ends the child when the caller stops."""
    with _opened(source) as stdin:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-sP", "-m", module, json.dumps({"limits": asdict(limits), "job": job})],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            cwd="/",
        )
    try:
        for line in _lines(child.stdout.fileno(), limits.wait):
            yield json.loads(line)
        code = child.wait(limits.wait)
    except subprocess.TimeoutExpired:
        raise SandboxError("time") from None
    except ValueError:
        raise SandboxError("crash") from None
    finally:
        child.kill()
        child.stdout.close()
        child.wait()
    if code:
        raise SandboxError(_reason(code))


def serve(work: Callable[[dict, BinaryIO], Iterable[dict]]) -> None:
    """The child's main: put the limits on, work, answer."""
    order = json.loads(sys.argv[1])
    confine(Limits(**order["limits"]))
    try:
        for answer in work(order["job"], sys.stdin.buffer):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BrokenPipeError:  # the parent has seen enough
        os._exit(0)


def confine(limits: Limits) -> None:
    """Cap this process for the rest of its life."""
    for what, most in [
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ]:
        resource.setrlimit(what, (most, most))


@contextmanager
def _opened(source: bytes | str | os.PathLike) -> Iterator[BinaryIO]:
    """The source as a file that can be sought in, at its beginning."""
    if not isinstance(source, bytes):
        with Path(source).open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as file:
        file.write(source)
        file.flush()
        file.seek(0)
        yield file


def _lines(pipe: int, wait: float) -> Iterator[bytes]:
    """Whole lines from a pipe; waits `wait` seconds at most for more, however slowly they are taken."""
    rest, ready = b"", select.poll()
    ready.register(pipe, select.POLLIN)
    while True:
        if not ready.poll(wait * 1000):
            raise SandboxError("time")
        chunk = os.read(pipe, 1 << 16)
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
        if not chunk:
            return
        if len(rest) > LONGEST_LINE:
            raise SandboxError("crash")


def _reason(code: int) -> str:
    if code in (OUT_OF_MEMORY, -signal.SIGABRT):  # native code aborts where Python raises MemoryError
        return "memory"
    if code in (-signal.SIGKILL, -signal.SIGXCPU):
        return "time"
    return "crash"
