"""How a name is spelt, for one order on both databases and for finding people by initials."""

from pypinyin import lazy_pinyin

# Surnames that are read otherwise than the same sign in a word.
SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "朴": "piao", "查": "zha", "盖": "ge", "翟": "zhai",
    "区": "ou", "召": "shao", "任": "ren", "华": "hua", "缪": "miao", "尉": "yu", "乐": "yue", "员": "yun",
}  # fmt: skip
LONGEST = 160


def pinyin_of(name: str) -> str:
    """`单晓明` → `shan xiao ming sxm`: syllables, then initials."""
    syllables = [word.lower() for part in lazy_pinyin(name) for word in part.split()]
    if not syllables:
        return ""
    syllables[0] = SURNAMES.get(name[0], syllables[0])
    initials = "".join(part[0] for part in syllables)
    return f"{' '.join(syllables)} {initials}"[:LONGEST]
