"""A PostgreSQL for one run of the tests: up in half a second, gone afterwards.

    python -m tests.support.postgres -- COMMAND…    runs COMMAND with DATABASE_URL set and returns its exit code
    python -m tests.support.postgres                says which PostgreSQL would be used, or fails

$TEST_DATABASE_URL is used as it stands if it is set; otherwise the newest installed PostgreSQL is started in a
temporary folder on a free port. There is no third way: without either the run fails, it is never skipped.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALLED = Path("/usr/lib/postgresql")
# Nothing here is meant to survive, so nothing waits for the disk, and no more than needed is written on it.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
SMALL = "-c wal_level=minimal -c max_wal_senders=0 -c min_wal_size=32MB -c max_wal_size=64MB"


class NoPostgresError(Exception):
    """There is no PostgreSQL to test against."""


def programs() -> Path:
    """The folder of the newest installed PostgreSQL's programs."""
    versions = [path.parent for path in INSTALLED.glob("*/bin/initdb") if path.parts[-3].isdigit()]
    if not versions:
        raise NoPostgresError("No PostgreSQL was found: set TEST_DATABASE_URL, or run: sudo apt-get install postgresql")
    return max(versions, key=lambda path: int(path.parts[-2]))


@contextmanager
def database_url() -> Iterator[str]:
    """The address of a database in which the tests may do as they please."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with _cluster(programs()) as url:
        yield url


@contextmanager
def _cluster(bin_folder: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="jingwei-pg-"))
    as_postgres: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        as_postgres = ["runuser", "-u", "postgres", "--"]
    port = free_port()

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*as_postgres, str(bin_folder / program), *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            log = folder / "log"
            raise RuntimeError(f"{program} failed: {done.stderr}{log.read_text() if log.exists() else ''}")

    data, log = str(folder / "data"), str(folder / "log")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {FAST} {SMALL}"
    try:
        run("initdb", "-D", data, "-U", "jingwei", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", options)
        try:
            yield f"postgres://jingwei@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(arguments: list[str]) -> int:
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    try:
        if not command:
            print(os.environ.get("TEST_DATABASE_URL") or programs())  # noqa: T201
            return 0
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster is stopped then, too
        with database_url() as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
    except NoPostgresError as error:
        print(f"test: {error}", file=sys.stderr)  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
