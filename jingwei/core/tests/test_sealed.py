"""What lies sealed in the database opens under its key and its purpose alone, and a key can be changed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jingwei.core.sealed import Box, Unopened

OLD, NEW = b"o" * 32, b"n" * 32


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_opens_as_it_was(text):
    box = Box("factor", [OLD])
    assert box.open(box.seal(text)) == text


@given(place=st.integers(0), sign=st.sampled_from("AbZ9_-.=x"))
def test_nothing_changed_opens_as_something_else(place, sign):
    kept = Box("factor", [OLD]).seal("JBSWY3DPEHPK3PXP")
    place %= len(kept)
    changed = kept[:place] + sign + kept[place + 1 :]
    with suppress(Unopened):
        assert Box("factor", [OLD]).open(changed) == "JBSWY3DPEHPK3PXP"  # the last bits of base64 say nothing


def test_it_never_looks_the_same_twice_and_holds_nothing_in_the_clear():
    box = Box("factor", [OLD])
    first, second = box.seal("JBSWY3DP"), box.seal("JBSWY3DP")
    assert first != second
    assert "JBSWY3DP" not in first


@pytest.mark.parametrize("kept", ["", "JBSWY3DP", "1..", "1.00000000.AAAA", "1.é.é"])
def test_what_is_no_seal_is_refused(kept):
    with pytest.raises(Unopened):
        Box("factor", [OLD]).open(kept)


def test_another_form_of_seal_is_refused():
    kept = Box("factor", [OLD]).seal("x")
    with pytest.raises(Unopened):
        Box("factor", [OLD]).open("9" + kept[1:])


def test_another_purpose_and_another_key_open_nothing():
    kept = Box("factor", [OLD]).seal("x")
    for box in (Box("care", [OLD]), Box("factor", [NEW])):
        with pytest.raises(Unopened):
            box.open(kept)


def test_a_key_is_changed_by_putting_the_new_one_in_front():
    kept = Box("factor", [OLD]).seal("x")
    both = Box("factor", [NEW, OLD])
    assert both.open(kept) == "x"
    assert not both.is_present(kept)
    anew = both.seal(both.open(kept))
    assert both.is_present(anew)
    assert Box("factor", [NEW]).open(anew) == "x"
