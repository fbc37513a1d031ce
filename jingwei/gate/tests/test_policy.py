"""The table itself."""

import pytest

from jingwei.gate import policy


def test_the_table_reads_and_every_capability_has_a_class():
    found = policy.capabilities()
    assert len(found) > 20
    assert all(0 <= capability.data_class.sensitivity <= 4 for capability in found.values())


def test_what_does_not_stand_in_the_table_cannot_be_asked():
    with pytest.raises(LookupError):
        policy.capability("cases.invent")


@pytest.mark.parametrize(
    "text",
    [
        '[D1]\ntitle="x"\nsensitivity=0\n[D1.may]\n"a.b"={ boss="college" }',
        '[D1]\ntitle="x"\nsensitivity=0\n[D1.may]\n"a.b"={ keeper="galaxy" }',
    ],
)
def test_unknown_roles_and_scopes_are_refused(tmp_path, monkeypatch, text):
    table = tmp_path / "policy.toml"
    table.write_text(text)
    monkeypatch.setattr(policy, "TABLE", table)
    policy.capabilities.cache_clear()
    with pytest.raises(ValueError, match=r"a\.b"):
        policy.capabilities()
    monkeypatch.undo()
    policy.capabilities.cache_clear()
