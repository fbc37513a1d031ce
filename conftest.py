"""Fixtures for every test. The named people are in tests/cast.py, the browser in tests/support/browser.py."""

import hypothesis
import pytest

pytest_plugins = ["tests.support.browser", "tests.support.figures"]

# How long an example takes says more about the machine's other work than about the code.
hypothesis.settings.register_profile("jingwei", deadline=None)
hypothesis.settings.load_profile("jingwei")


@pytest.fixture
def cast(db):
    """The small campus of tests/cast.py."""
    from tests.cast import build

    return build()
