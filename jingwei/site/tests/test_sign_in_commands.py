"""From the command line: the very first code, and the demonstration's authenticator."""

import re

import pytest

from jingwei.gate.models import TrailEntry
from jingwei.sign_in import demo, entering, factors
from jingwei.site.commands import code, invite

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path
    (tmp_path / "keys").mkdir()
    return tmp_path


def test_the_first_code_lets_in_once(cast, capsys):
    assert invite.run(cast["何书记"].number) == 0
    found = re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", capsys.readouterr().out)[0]
    assert entering.enter_with_code(cast["何书记"].number, found, "amber-birch-cedar-delta")
    assert TrailEntry.objects.filter(verb="codes.issue", post="cli").count() == 1
    assert invite.run(cast["何书记"].number) == 2
    assert invite.run("nobody") == 2


def test_the_demonstration_s_people_share_an_app(cast, home, capsys):
    assert demo.give_app(cast["何书记"])
    assert demo.give_app(cast["何书记"])  # the second time nothing changes
    assert demo.give_app(cast["严谨"])
    assert not demo.give_app(cast["韩冬"])
    assert len(factors.of(cast["何书记"])) == 1
    assert code.run() == 0
    shown = capsys.readouterr().out.split()[0]
    assert all(factors.code_is_good(cast[name], shown) for name in ("何书记", "严谨"))
    assert (home / "keys/demo-authenticator").stat().st_mode & 0o077 == 0


def test_a_college_of_its_own_has_no_such_code(home, capsys):
    assert code.run() == 2
    assert "authenticator" in capsys.readouterr().err
