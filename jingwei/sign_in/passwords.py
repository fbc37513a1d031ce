"""What a password may not be: a common one, one that leaked, a word of this place, and little more than any of these.

zxcvbn takes a password apart into what guessers try first (leaked passwords, words, names, dates, keyboard walks, repeats,
signs that stand for letters) and counts the tries that this leaves. The words of the place and of the person are given
to it as words like any other: as part of a long sentence they do no harm.
"""

import re
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin
from zxcvbn import matching, scoring

from . import queries

FEWEST = 10**9  # guesses: more than whoever has taken the database tries on each account
LOOKED_AT = 32  # signs: what begins well is long enough, and looking at more takes seconds
PARTS = re.compile(r"[^\W_]+")
# What guessers of Chinese passwords try beside zxcvbn's English lists.
HABITS = (
    "woaini woaini1314 1314520 5201314 520520 woaiwojia wodemima mima mima123456 nihao laopo laogong baobei "
    "zhongguo beijing shanghai"
).split()
HERE = "经纬 宿舍 网格 楼栋 房间 寝室 书记 支部 党员 学生 学校 学院 大学 老师 楼管 辅导员".split()
HERE_SPELT = "jingwei dormitory grid warden campus student college university admin".split()


class Guessable:
    """A validator of Django's."""

    def validate(self, password, user=None):
        if guesses(password, place_words() | person_words(user)) < FEWEST:
            raise ValidationError(_("这个密码太容易猜到。可以把三四个不相干的词连在一起。"), code="guessable")

    def get_help_text(self):
        return _("不用常见的词、这里的名字和自己的名字")


def guesses(password: str, words: frozenset[str] | set[str]) -> int:
    """How many tries it takes, at a guess, to come upon the password."""
    known = {**matching.RANKED_DICTIONARIES, "user_inputs": matching.build_ranked_dict(sorted(words))}
    begins = password[:LOOKED_AT]
    return scoring.most_guessable_match_sequence(begins, matching.omnimatch(begins, known))["guesses"]


def place_words() -> set[str]:
    """The college, its houses and branches, the address people type, and what is said here every day."""
    return set(_said_here()) | {word for name in queries.place_names() for word in _spelt(name)}


def person_words(person) -> set[str]:
    if person is None:
        return set()
    told = [person.number, person.phone, person.email.partition("@")[0], *person.name_pinyin.split()]
    return {word.lower() for word in told if len(word) > 1} | _spelt(person.name)


@cache
def _said_here() -> frozenset[str]:
    names = [settings.COLLEGE_NAME, settings.SCHOOL_CODE, *HERE]
    address = PARTS.findall(f"{urlsplit(settings.SITE_URL).hostname} {settings.MAIL_DOMAIN}")
    return frozenset([*HABITS, *HERE_SPELT, *address, *(word for name in names for word in _spelt(name))])


def _spelt(name: str) -> set[str]:
    """`15号楼` as people type it: the name, `15haolou`, `15hl`, and its parts."""
    syllables = lazy_pinyin(name.lower().replace(" ", ""))
    found = {name.lower(), "".join(syllables), "".join(part if part.isdigit() else part[:1] for part in syllables)}
    return {word for word in found if len(word) > 2 or not word.isascii()}
