"""Fixtures for every test. The named people are in tests/cast.py, the browser in tests/support/browser.py."""

import hypothesis
import pytest
from django.utils import translation

pytest_plugins = ["tests.support.browser", "tests.support.children", "tests.support.figures"]

# How long an example takes says more about the machine's other work than about the code.
hypothesis.settings.register_profile("jingwei", deadline=None)
hypothesis.settings.load_profile("jingwei")


@pytest.fixture(scope="session", autouse=True)
def _forced_logins_are_whole():
    """Client.force_login goes past the door: who comes in so is taken for somebody who showed everything there.

    Its request was never sent; what asks at the door is tested through the door.
    """
    from django.contrib.auth.signals import user_logged_in

    from jingwei.sign_in import devices

    def stamp(request, user, **_about):
        if request.method is None:
            devices.stamp(request.session, user, factor=True)

    user_logged_in.connect(stamp, weak=False)
    yield
    user_logged_in.disconnect(stamp)


@pytest.fixture(autouse=True)
def _no_language_is_left_over():
    """What a page was last told in is not the language of the next test."""
    yield
    translation.deactivate()


@pytest.fixture
def cast(db):
    """The small campus of tests/cast.py."""
    from tests.cast import build

    return build()
