"""All stories are told in a browser; `make test` runs them by themselves."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture
def campus(transactional_db):
    """The small campus with a catalogue and desks, ready for cases."""
    from jingwei.cases.tests.conftest import equip
    from tests.cast import build

    return equip(build())
