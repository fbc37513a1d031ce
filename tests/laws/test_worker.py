"""A real worker process, a real mail server: what a page told arrives, and what a killed worker held is taken up again."""

import os
import queue
import subprocess
import sys

import pytest
from aiosmtpd.controller import Controller

from tests.support.postgres import free_port

SCRIPT = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from jingwei.core import outbox
from jingwei.people.models import Person
person = Person.objects.create(number="T1", name="何静", kind="staff", email="he@example.org", language="en")
outbox.message_kind("test.told", "{what}", "health")
from django.db import transaction
with transaction.atomic():
    outbox.post("test.told", to=[person], what="走廊灯不亮")
"""
WORKER = """
import django
django.setup()
from jingwei.core import outbox
outbox.message_kind("test.told", "{what}", "health")
from django.core.management import call_command
call_command("run_huey")
"""


class Catcher:
    def __init__(self):
        self.mails = queue.Queue()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.mails.put((envelope.rcpt_tos, envelope.content.decode()))
        return "250 taken"


@pytest.fixture
def smtp():
    catcher = Catcher()
    catcher.port = free_port()
    controller = Controller(catcher, hostname="127.0.0.1", port=catcher.port)
    controller.start()
    yield catcher
    controller.stop()


@pytest.fixture
def environment(tmp_path, smtp):
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TEST_DATABASE_URL")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "jingwei.site.settings",
        "JINGWEI_HOME": str(tmp_path),
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}",
    }


def test_what_is_told_is_delivered_by_the_worker_with_a_link_and_no_content(environment, smtp):
    subprocess.run([sys.executable, "-c", SCRIPT], env=environment, check=True, timeout=120)
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
    try:
        recipients, mail = smtp.mails.get(timeout=60)
    finally:
        worker.terminate()
        worker.wait(timeout=30)
    assert recipients == ["he@example.org"]
    assert "Subject: Jingwei: something concerns you" in mail
    assert "/health/" in mail
    assert "走廊灯" not in mail
