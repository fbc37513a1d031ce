"""Every word of the table that is shown can be said in both languages."""

from jingwei.gate.policy import policy
from jingwei.gate.words import WORDS


def test_every_title_and_every_purpose_is_collected_for_translation():
    shown = {*policy().purposes.values(), *(row.title for row in policy().classes.values())}
    assert shown == WORDS
