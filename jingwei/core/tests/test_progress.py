"""How far the work is: told where it happens, heard only by who looks on."""

from jingwei.core import progress
from jingwei.core.progress import STEP, At


def test_phases_parts_and_rows_add_up_to_a_fraction():
    heard = []
    with progress.watched(heard.append):
        progress.phase("read")
        progress.begin("housing", 300, share=0.75)
        progress.advance(150)
        progress.begin("members", 100, share=0.25)
        progress.advance(100)
    assert [(at.part, at.done, at.fraction) for at in heard] == [
        ("", 0, 0),
        ("housing", 0, 0),
        ("housing", 150, 0.375),
        ("members", 0, 0.75),
        ("members", 100, 1),
    ]


def test_rows_are_counted_as_they_are_taken():
    heard: list[At] = []
    with progress.watched(heard.append):
        progress.begin("rows")
        assert list(progress.through(range(2 * STEP + 1))) == list(range(2 * STEP + 1))
    assert [at.done for at in heard] == [0, STEP, 2 * STEP, 2 * STEP + 1]


def test_more_rows_than_were_foretold_are_no_more_than_all():
    heard = []
    with progress.watched(heard.append):
        progress.begin("rows", 10)
        progress.advance(25)
    assert heard[-1].fraction == 1


def test_without_a_watcher_nothing_happens():
    progress.phase("read")
    progress.begin("housing", 10)
    assert list(progress.through([1, 2])) == [1, 2]
