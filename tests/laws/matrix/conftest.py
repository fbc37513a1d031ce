"""The campus of the matrix, made once for each file of tests."""

import pytest

from .walk import nothing_stays
from .world import furnish


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), nothing_stays():
        yield furnish()
