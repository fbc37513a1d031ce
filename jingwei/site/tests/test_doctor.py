"""What `jingwei doctor` says of servers that stand in front."""

import os
import subprocess
import sys

import pytest

from jingwei.site.commands import doctor


def front() -> str | None:
    return dict(doctor.CHECKS)["front"]()


@pytest.mark.parametrize(
    ("https", "proxies", "fine"), [(False, None, True), (True, None, False), (True, 0, True), (True, 1, True)]
)
def test_where_people_type_https_somebody_says_what_stands_in_front(settings, https, proxies, fine):
    settings.SECURE_COOKIES, settings.PROXIES = https, proxies
    assert (front() is None) == fine


def test_only_a_server_that_is_said_to_stand_in_front_is_believed_about_https():
    code = "from jingwei.site import settings as s; print(s.PROXIES, getattr(s, 'SECURE_PROXY_SSL_HEADER', None))"
    told = {}
    for proxies in ("0", "1"):
        environment = {**os.environ, "PROXIES": proxies}
        run = {"env": environment, "capture_output": True, "text": True, "check": True}
        said = subprocess.run([sys.executable, "-c", code], **run)  # noqa: S603 - our own settings
        told[proxies] = said.stdout.strip()
    assert told == {"0": "0 None", "1": "1 ('HTTP_X_FORWARDED_PROTO', 'https')"}
