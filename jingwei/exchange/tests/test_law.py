"""What the law leaves out is nowhere: not in the database's own bytes, not in the files kept, not in the logs."""

import json
import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from python_calamine import CalamineWorkbook

from jingwei.exchange.actions import confirm_import, stage_import
from jingwei.exchange.models import ImportRun
from jingwei.gate.posts import System

from .books import AS_RECEIVED, COLLEGE, folder

ETHNICITIES = {"汉族", "回族", "壮族", "满族", "苗族", "维吾尔族", "土家族", "彝族", "蒙古族", "藏族"}


def sensitive(directory: Path) -> set[str]:
    """Identity numbers and ethnicities as the member roster has them."""
    rows = CalamineWorkbook.from_path(str(directory / "党员名册.xlsx")).get_sheet_by_index(0).to_python()
    headings = rows[1]
    columns = [headings.index("身份证号"), headings.index("民族")]
    return {str(row[column]).strip() for row in rows[2:] for column in columns if row[column]}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("directory", [COLLEGE, AS_RECEIVED], ids=lambda directory: directory.name)
def test_identity_numbers_and_ethnicity_are_nowhere(directory, caplog, tmp_path, capfd):
    caplog.set_level(logging.DEBUG)
    words = sensitive(directory)
    assert any(len(word) == 18 for word in words)
    assert words & ETHNICITIES
    run = stage_import(System("cli"), folder(directory))
    staged = database_bytes(tmp_path / "staged")
    confirm_import(System("cli"), run.pk)
    confirmed = database_bytes(tmp_path / "confirmed")
    kept = b"".join(file.read_bytes() for file in settings.FILES_DIR.rglob("*") if file.is_file())
    printed = "".join(capfd.readouterr())
    for word in words:
        for form in (word.encode(), json.dumps(word)[1:-1].encode()):
            assert form not in staged
            assert form not in confirmed
            assert form not in kept
        assert word not in caplog.text
        assert word not in printed
    assert next(file for file in ImportRun.objects.get().files if file["sheet"] == "members")["left_out"] == [
        "民族",
        "身份证号",
    ]


def database_bytes(target: Path) -> bytes:
    """Everything that is in the database, as it would be found by somebody who reads its file."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
        return target.read_bytes()
    with connection.cursor() as cursor:
        parts = []
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")  # noqa: S608 - names from the catalog
            parts += [row[0] for row in cursor.fetchall()]
        return "\n".join(parts).encode()
