"""A plugin of pytest that runs the chosen tests against every mutant: `pytest -p tests.support.mutation --mutate FILE …`.

The tests are collected once and run once as they are. Then each mutant gets a process of its own, forked from that one, with
a database of its own; there the code of the living functions is exchanged, and the tests run until the first that fails.
"""

import gc
import json
import os
import resource
import shutil
import sys
import traceback
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from tests.support.mutants import Mutant, mutants

PATIENCE = 240  # seconds of work; whoever needs more comes to no end, and that is found too
AT_ONCE = 2
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
    if _first_failure(session, session.items):
        return True  # the tests do not hold as they are: nothing to learn from them
    _try(session, [(path, one) for path in paths for one in _mutants_of(path)])
    return True


def _try(session, waiting: list[tuple[str, Mutant]]) -> None:
    """Writes down each mutant and the test that found it. What found one before is asked first."""
    report = Path(session.config.getoption("mutation_report"))
    found, order, running = {}, list(session.items), {}
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            path, one = waiting.pop(0)
            pid, told = _start(session, order, path, one)
            running[pid] = path, one, told
        pid, status = os.wait()
        path, one, told = running.pop(pid)
        with open(told) as answer:
            name = answer.read()
        _database(pid).unlink(missing_ok=True)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == BROKEN:
            raise RuntimeError(f"{path}: the mutant could not be made: {one}")
        killer = next((item for item in order if item.nodeid == name), None)
        if killer:
            order.remove(killer)
            order.insert(0, killer)
        found[f"{path} {one}"] = {"line": one.line, "by": name or (HANGS if os.WIFSIGNALED(status) else "")}
        report.write_text(json.dumps(found, ensure_ascii=False, indent=1))


def _mutants_of(path: str) -> list[Mutant]:
    return mutants(Path(path).read_text("utf-8"), str(Path(path).resolve()))


def _first_failure(session, items: list) -> str:
    """Runs the tests until one fails, and says which. What is set up for the whole session stays set up."""
    for index, item in enumerate(items):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=items[(index + 1) % len(items)])
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
    from jingwei.gate import policy

    if mutant.where:
        _exchange_functions(str(Path(path).resolve()), mutant.code)
    else:
        _exchange_names(path, mutant.code)
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
