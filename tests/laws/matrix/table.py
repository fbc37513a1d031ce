"""The policy table as it was written down a second time, by hand: bound.txt and grants.txt.

The oracle reads this and not policy.toml, so that a cell changed there changes nothing here. `disagreements` says where the
two tell different things.
"""

from collections.abc import Iterator
from pathlib import Path

from jingwei.gate.policy import Policy

HERE = Path(__file__).parent
POSTS = {
    "CA": "committee", "BS": "secretary", "KP": "keeper", "AC": "lead", "RS": "resident", "BM": "warden", "SA": "office",
    "CO": "counsellor", "PC": "centre", "DP": "auditor", "SY": "admin", "any": "everyone",
}  # fmt: skip
SCOPES = {
    "c": "college", "b": "branch", "g": "grid", "m": "room", "h": "building", "d": "desk", "a": "cohort",
    "s": "self", "o": "own", "n": "named", "i": "inquiry", "k": "aggregate",
}  # fmt: skip
NOTHING = "-"
PURPOSES = (
    "home place care posts case roster organisation emergency subject audit system service assessment report".split()
)
# Whoever keeps the machine holds no post besides; whoever audits answers for nothing that is audited.
APART = {frozenset({"SY", other}) for other in POSTS if other not in ("SY", "RS", "any")} | {
    frozenset({"DP", other}) for other in ("CA", "BS", "KP", "AC", "BM", "SA", "CO", "PC")
}


def lines(name: str) -> Iterator[dict[str, str]]:
    """The rows of a page under the words of its first row."""
    written = [line.split() for line in (HERE / name).read_text("utf-8").splitlines() if line.strip()]
    head, *body = [line for line in written if not line[0].startswith("#")]
    yield from (dict(zip(head, line, strict=True)) for line in body)


def reach(letters: str) -> set[str]:
    return set() if letters == NOTHING else {SCOPES[letter] for letter in letters}


def bound(cell: str) -> dict[str, set[str]]:
    """«RCg,Uo» → R and C: grid, U: own."""
    found: dict[str, set[str]] = {}
    for part in [] if cell == NOTHING else cell.split(","):
        for operation in filter(str.isupper, part):
            found.setdefault(operation, set()).update(reach("".join(filter(str.islower, part))))
    return found


CLASSES = {row["class"]: row for row in lines("bound.txt")}
CAPABILITIES = {row["capability"]: row for row in lines("grants.txt")}
CLASS_OF = {name: row["class"] for name, row in CAPABILITIES.items()}
GRANTS = {
    name: {role: reach(row[post]) for post, role in POSTS.items() if row[post] != NOTHING}
    for name, row in CAPABILITIES.items()
}


def disagreements(policy: Policy) -> list[str]:
    """Where policy.toml and these pages tell different things. What is to be changed on purpose is changed in both."""
    meant, said = set(told_here()), set(told_by(policy))
    return [
        *(f"only in policy.toml: {what}" for what in sorted(said - meant)),
        *(f"only in tests/laws/matrix: {what}" for what in sorted(meant - said)),
    ]


def told_here() -> Iterator[str]:
    yield from (f"a purpose: {purpose}" for purpose in PURPOSES)
    yield from (f"apart: {pair(POSTS[post] for post in posts)}" for posts in APART)
    for code, row in CLASSES.items():
        yield f"{code}: {row['level']}, for {row['purpose']}"
        for post, role in POSTS.items():
            for operation, scopes in bound(row[post]).items():
                yield from (f"{code}: {role} {operation} {scope}" for scope in scopes)
    for name, row in CAPABILITIES.items():
        yield f"{name}: {row['op']} of {row['class']}{' beyond its bound' if row['beyond'] == '!' else ''}"
        yield from (f"{name}: {role} {scope}" for role, scopes in GRANTS[name].items() for scope in scopes)


def told_by(policy: Policy) -> Iterator[str]:
    yield from (f"a purpose: {purpose}" for purpose in policy.purposes)
    yield from (f"apart: {pair(posts)}" for posts in policy.apart)
    for code, held in policy.classes.items():
        yield f"{code}: C{held.sensitivity}, for {held.purpose}"
        for role, row in held.table.items():
            yield from (f"{code}: {role} {operation} {scope}" for operation in row for scope in row[operation])
    for name, row in policy.capabilities.items():
        yield f"{name}: {row.op} of {row.data_class.code}{' beyond its bound' if row.beyond else ''}"
        yield from (f"{name}: {role} {scope}" for role, scopes in row.grants.items() for scope in scopes)


def pair(roles) -> str:
    return " and ".join(sorted(roles))
