"""How a line of the log is written."""

import logging
from datetime import UTC, datetime

from tests.support.logs import logged


def test_every_line_names_its_moment_with_the_zone():
    before = datetime.now(UTC)
    with logged() as stream:
        logging.getLogger("jingwei.test").warning("said")
    moment, level, name, words = stream.getvalue().split()
    told = datetime.fromisoformat(moment)
    assert (level, name, words) == ("WARNING", "jingwei.test", "said")
    assert told.utcoffset().total_seconds() == 0
    assert abs((told - before).total_seconds()) < 60
