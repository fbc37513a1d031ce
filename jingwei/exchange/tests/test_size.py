"""A roster ten times as long takes no statement a row more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jingwei.exchange.actions import confirm_import, stage_import
from jingwei.gate.posts import System

from .books import houseful, sheet_book

pytestmark = pytest.mark.django_db
MOST_A_BATCH = 30  # statements that 500 rows more may cost: batches of every table they are written to


def statements(count: int) -> int:
    with CaptureQueriesContext(connection) as queries:
        run = stage_import(System("cli"), [sheet_book("housing", houseful(count))])
        confirm_import(System("cli"), run.pk)
    return len(queries)


def test_one_statement_a_batch_not_a_row():
    small = statements(400)
    large = statements(4000)
    assert large - small < MOST_A_BATCH * (4000 - 400) / 500
