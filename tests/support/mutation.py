"""A plugin of pytest that runs the chosen tests against every mutant: `pytest -p tests.support.mutation --mutate FILE …`.

The tests are collected once and run once as they are; which of them calls which function is noted, and how long it takes. Then
each mutant gets a process of its own, forked from that one, with a database of its own; there the code of the living functions
is exchanged, and the tests that call the function run until the first that fails, the quick ones before the slow ones.
"""

import gc
import json
import os
import resource
import shutil
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from tests.support.mutants import Mutant, mutants

PATIENCE = 240  # seconds of work; whoever needs more comes to no end, and that is found too
AT_ONCE = len(os.sched_getaffinity(0))
ALIVE, KILLED, BROKEN = range(3)
HANGS = "no end"


def pytest_addoption(parser) -> None:
    parser.addoption("--mutate", action="append", default=[], help="a module whose mutants the tests are to find")
    parser.addoption("--mutation-report", default="", help="where to write what was found")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    paths = session.config.getoption("mutate")
    if not paths:
        return None
    calls = Calls.of(paths)
    if _first_failure(session, session.items, calls):
        return True  # the tests do not hold as they are: nothing to learn from them
    _try(session, calls, [(path, one) for path in paths for one in _mutants_of(path)])
    return True


@dataclass
class Calls:
    """Which test calls which function of the modules, and how long each test takes."""

    files: frozenset[str]
    seconds: dict[str, float] = field(default_factory=dict)  # test → seconds
    callers: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # (file, function) → tests
    killers: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # the same → tests that found a mutant of it

    @classmethod
    def of(cls, paths: list[str]) -> "Calls":
        return cls(frozenset(_file(path) for path in paths))

    def run(self, item, nextitem) -> None:
        """Runs the test and listens. The table is read anew, so that who needs it is heard to ask for it."""

        def heard(frame, _event, _arg) -> None:
            if (file := frame.f_code.co_filename) in self.files:
                self.callers.setdefault((file, frame.f_code.co_qualname), set()).add(item.nodeid)

        _forget_the_table()
        began = time.perf_counter()
        sys.settrace(heard)
        try:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=nextitem)
        finally:
            sys.settrace(None)
        self.seconds[item.nodeid] = time.perf_counter() - began

    def asked(self, items: list, path: str, mutant: Mutant) -> list:
        """The tests that can find it: what found its neighbour, then the quick ones. A name of the module may reach any."""
        place = _file(path), mutant.where
        killers = self.killers.get(place, ())
        fitting = [item for item in items if not mutant.where or item.nodeid in self.callers.get(place, ())]
        return sorted(fitting, key=lambda item: (item.nodeid not in killers, self.seconds[item.nodeid]))

    def found(self, path: str, mutant: Mutant, by: str) -> None:
        self.killers.setdefault((_file(path), mutant.where), set()).add(by)


def _file(path: str) -> str:
    return str(Path(path).resolve())


def _try(session, calls: Calls, waiting: list[tuple[str, Mutant]]) -> None:
    """Writes down each mutant and the test that found it."""
    report = Path(session.config.getoption("mutation_report"))
    found, running = {}, {}
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            path, one = waiting.pop(0)
            pid, told = _start(session, calls.asked(session.items, path, one), path, one)
            running[pid] = path, one, told
        pid, status = os.wait()
        path, one, told = running.pop(pid)
        with open(told) as answer:
            name = answer.read()
        _database(pid).unlink(missing_ok=True)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == BROKEN:
            raise RuntimeError(f"{path}: the mutant could not be made: {one}")
        if name:
            calls.found(path, one, name)
        found[f"{path} {one}"] = {"line": one.line, "by": name or (HANGS if os.WIFSIGNALED(status) else "")}
        report.write_text(json.dumps(found, ensure_ascii=False, indent=1))


def _mutants_of(path: str) -> list[Mutant]:
    return mutants(Path(path).read_text("utf-8"), _file(path))


def _first_failure(session, items: list, calls: Calls | None = None) -> str:
    """Runs the tests until one fails, and says which. What is set up for the whole session stays set up."""
    for index, item in enumerate(items):
        run = calls.run if calls else item.config.hook.pytest_runtest_protocol
        run(item=item, nextitem=items[(index + 1) % len(items)])
        if session.testsfailed:
            return item.nodeid
    return ""


def _start(session, items: list, path: str, mutant: Mutant) -> tuple[int, int]:
    """A process with the mutant in it, and where it tells which test found it."""
    from django.db import connections

    connections.close_all()
    told, tell = os.pipe()
    pid = os.fork()
    if pid:
        os.close(tell)
        return pid, told
    status = BROKEN
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
        session.config.pluginmanager.unregister(name="terminalreporter")
        _own_database()
        _exchange(path, mutant)
        by = _first_failure(session, items)
        os.write(tell, by.encode())
        status = KILLED if by else ALIVE
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(status)


def _own_database() -> None:
    from django.db import connection

    own = _database(os.getpid())
    shutil.copyfile(connection.settings_dict["NAME"], own)
    connection.settings_dict["NAME"] = str(own)


def _database(pid: int) -> Path:
    from django.db import connection

    name = Path(connection.settings_dict["NAME"])
    return name.with_name(f"{name.stem}-of-{pid}{name.suffix}")


def _exchange(path: str, mutant: Mutant) -> None:
    if mutant.where:
        _exchange_functions(_file(path), mutant.code)
    else:
        _exchange_names(path, mutant.code)
    _forget_the_table()


def _forget_the_table() -> None:
    from jingwei.gate import policy

    policy.policy.cache_clear()


def _exchange_functions(file: str, code: CodeType) -> None:
    """Every living function of the file gets the code it has in the mutant, wherever it was handed to meanwhile."""
    codes = {(one.co_qualname, one.co_firstlineno): one for one in _codes(code)}
    for function in [one for one in gc.get_objects() if type(one) is FunctionType]:
        if function.__code__.co_filename == file:
            function.__code__ = codes[function.__code__.co_qualname, function.__code__.co_firstlineno]


def _codes(code: CodeType):
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _codes(one)


def _exchange_names(path: str, code: CodeType) -> None:
    """What the module calls by a name is called so in every module that took the name from it."""
    module = sys.modules[".".join(Path(path).with_suffix("").parts)]
    before = dict(vars(module))
    anew = {"__name__": module.__name__, "__package__": module.__package__, "__file__": module.__file__}
    exec(code, anew)  # noqa: S102 -- the module itself, with one thing wrong
    for name, value in anew.items():
        if not name.startswith("__") and not callable(value) and value != before.get(name):
            for other in list(sys.modules.values()):
                if getattr(other, name, None) is before.get(name) and getattr(other, "__name__", "").startswith(
                    "jingwei"
                ):
                    setattr(other, name, value)
