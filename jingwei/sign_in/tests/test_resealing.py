"""The key of the second factors is changed, and everybody's app goes on."""

import pytest

from jingwei.core.sealed import Unopened
from jingwei.sign_in import factors
from jingwei.sign_in.resealing import reseal

pytestmark = pytest.mark.django_db
NEW = b"n" * 32


def test_the_key_is_changed_and_apps_and_recovery_codes_go_on(visitor, settings, hour):
    committee, secretary = visitor("何书记", app=True), visitor("陈雅琴", app=True)
    codes = factors.renew_recovery_codes(committee.person)
    old = settings.FACTOR_KEYS
    settings.FACTOR_KEYS = [NEW, *old]
    late = visitor("严谨", app=True)  # set up after the change: nothing to do
    assert reseal() == 3  # two apps and the seed of the recovery codes
    assert reseal() == 0
    settings.FACTOR_KEYS = [NEW]
    assert factors.unused_recovery_codes(committee.person) == codes
    for who in (committee, secretary, late):
        assert factors.code_is_good(who.person, who.code())


def test_without_the_old_key_nothing_is_touched(visitor, settings, hour):
    committee = visitor("何书记", app=True)
    old = settings.FACTOR_KEYS
    settings.FACTOR_KEYS = [NEW]
    with pytest.raises(Unopened):
        reseal()
    settings.FACTOR_KEYS = old
    assert factors.code_is_good(committee.person, committee.code())
