"""`jingwei reseal`: done, or refused with a sentence that says what to do."""

import pytest
from allauth.mfa.totp.internal.auth import generate_totp_secret

from jingwei.gate.posts import System
from jingwei.sign_in import factors
from jingwei.site.commands import reseal


@pytest.mark.django_db
def test_it_says_which_key_is_missing_and_when_the_old_one_can_go(cast, settings, capsys):
    factors.set_up_app(System("test"), cast["何书记"], generate_totp_secret())
    old = settings.FACTOR_KEYS
    settings.FACTOR_KEYS = [b"n" * 32]
    assert reseal.run() == 2
    assert "原来的密钥" in capsys.readouterr().err
    settings.FACTOR_KEYS = [b"n" * 32, *old]
    assert reseal.run() == 0
    assert "1 条" in capsys.readouterr().out
