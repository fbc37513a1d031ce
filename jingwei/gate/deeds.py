"""The sentences of the trail that the rosters share: one line a kind of row, whichever folder keeps it.

deeds(_("住宿"), entered="stays.begin", ended="stays.end")
"""

from django.utils.translation import gettext_lazy as _

from . import trail

ENTERED = _("{who} 登记了{what}")
CORRECTED = _("{who} 更正了{what}")
ENDED = _("{who} 结束了{what}")


def deeds(what, *, entered: str = "", corrected: str = "", ended: str = "") -> None:
    """Declare the sentences of the verbs that enter, correct and end rows called `what` (lazy, in the plural)."""
    for verb, text in ((entered, ENTERED), (corrected, CORRECTED), (ended, ENDED)):
        if verb:
            trail.sentence(verb, _Sentence(text, what))


class _Sentence:
    """Both halves in the language of who reads it."""

    def __init__(self, text, what):
        self.text, self.what = text, what

    def __str__(self) -> str:
        return str(self.text).replace("{what}", str(self.what))
