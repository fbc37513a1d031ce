import os
import time

import pytest

from jingwei.core import sandbox
from jingwei.core.sandbox import Limits, SandboxError

CHILD = "jingwei.core.tests.sandbox_child"
MIB = 1024 * 1024
LIMITS = Limits(memory=128 * MIB, cpu=5, wait=5)


def told(source=b"", limits=LIMITS, **job):
    return list(sandbox.run(CHILD, job, source, limits))[1:]


def failure(limits=LIMITS, **job) -> str:
    with pytest.raises(SandboxError) as failed:
        told(limits=limits, **job)
    return failed.value.reason


def test_the_child_gets_the_file_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "s3cret")
    path = tmp_path / "文件.txt"
    path.write_text("内容")
    for source in ("内容".encode(), path, str(path)):
        (answer,) = told(source, do="echo")
        assert answer["text"] == "内容"
        assert set(answer["environment"]) <= {"PYTHONPATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE", "LC_CTYPE"}
        assert "" not in answer["path"]
        assert "/" not in answer["path"]


def test_the_limits_are_on():
    names = ["RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_CORE"]
    assert told(do="limits", names=names) == [dict(zip(names, [128 * MIB, 5, 0, 0], strict=True))]


def test_memory():
    assert told(do="remember", bytes=30 * MIB) == [{"size": 30 * MIB}]
    assert failure(do="remember", bytes=200 * MIB) == "memory"


def test_processor_time():
    begun = time.monotonic()
    assert failure(Limits(128 * MIB, cpu=1, wait=20), do="spin") == "time"
    assert time.monotonic() - begun < 10


def test_silence():
    begun = time.monotonic()
    assert failure(Limits(128 * MIB, cpu=5, wait=0.5), do="sleep") == "time"
    assert time.monotonic() - begun < 5


def test_a_child_cannot_write_files(tmp_path):
    assert failure(do="write", path=str(tmp_path / "x")) == "crash"
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0


@pytest.mark.parametrize("what", ["raise", "babble", "nonsense"])
def test_a_child_that_crashes_or_babbles_says_nothing_of_the_file(what, capfd):
    assert failure(do=what) == "crash"
    assert "secret" not in "".join(capfd.readouterr())


def test_answers_stream_and_the_child_ends_with_the_caller(monkeypatch):
    children = []

    class Kept(sandbox.subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            children.append(self)

    monkeypatch.setattr(sandbox.subprocess, "Popen", Kept)
    answers = sandbox.run(CHILD, {"do": "many", "count": 10**9}, b"", LIMITS)
    assert [next(answers) for _ in range(3)] == [{"first": True}, {"n": 0}, {"n": 1}]
    answers.close()
    assert children[0].returncode is not None


def test_no_file_stays_open():
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - the directory lists the handle it is read by
    told(b"x", do="echo")
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
