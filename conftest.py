"""Fixtures for every test. The named people are in tests/cast.py, the browser in tests/support/browser.py."""

import pytest

pytest_plugins = ["tests.support.browser"]


@pytest.fixture
def cast(db):
    """The small campus of tests/cast.py."""
    from tests.cast import build

    return build()
