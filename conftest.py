"""Fixtures for every test. The named people are in tests/cast.py, the browser in tests/support/browser.py."""

pytest_plugins = ["tests.support.browser"]
