"""The table itself: what the program does stays within the bound of its class, or says why not."""

import pytest

from jingwei.gate import policy
from jingwei.gate.roles import Operation, Role, Scope


def test_the_table_reads_and_every_capability_has_a_class():
    found = policy.capabilities()
    assert len(found) > 20
    assert all(0 <= capability.data_class.sensitivity <= 4 for capability in found.values())


def test_what_does_not_stand_in_the_table_cannot_be_asked():
    with pytest.raises(LookupError):
        policy.capability("cases.invent")


# a wider scope and the narrower ones that lie inside it
WITHIN = {
    Scope.COLLEGE: set(Scope) - {Scope.AGGREGATE},
    Scope.BRANCH: {Scope.GRID, Scope.ROOM},
    Scope.GRID: {Scope.ROOM},
    Scope.BUILDING: {Scope.ROOM},
    Scope.NAMED: {Scope.DESK},
}


def beyond_the_bound(capability) -> set[tuple[str, str]]:
    """The cells (role, scope) of a capability that its class's bound does not hold."""
    cells = set()
    for role, scopes in capability.grants.items():
        bound = capability.data_class.bound(role, capability.op)
        reach = bound.union(*(WITHIN.get(scope, ()) for scope in bound))
        if capability.op == Operation.READ:
            reach |= {Scope.SELF}  # what is about oneself one may read
        if capability.op == Operation.CREATE and bound:
            reach |= {Scope.OWN}  # what one makes is one's own; where, is another capability's to say
        cells |= {(role, scope) for scope in scopes - reach}
    return cells


@pytest.mark.parametrize("name", policy.capabilities())
def test_a_capability_stays_within_the_bound_or_says_why(name):
    capability = policy.capability(name)
    over = beyond_the_bound(capability)
    if capability.beyond:
        assert over, f"{name} needs no excuse"
    else:
        assert not over, (
            f"{name} reaches farther than {capability.data_class.code} allows, and does not say why: {over}"
        )


@pytest.mark.parametrize("code", ["D08", "D09", "D10"])
def test_sealed_classes_have_no_capability_without_their_own_slice(code):
    """They hide even that they exist: nothing may lean on them before the slice that seals them stands."""
    assert not [row for row in policy.capabilities().values() if row.data_class.code == code]


def test_nobody_exports_what_may_not_leave():
    barred = {"D03", "D06", "D08", "D09", "D10", "D15", "D17"}
    assert not [code for code in barred for row in policy.data_class(code).table.values() if Operation.EXPORT in row]


def test_the_admin_sees_no_person():
    personal = [row for row in policy.policy().classes.values() if row.code not in ("D00", "D01", "D18")]
    assert len(personal) > 10
    assert not [row.code for row in personal if Role.ADMIN in row.table]
    assert not [
        row.name for row in policy.capabilities().values() if Role.ADMIN in row.grants and row.data_class in personal
    ]


def test_posts_that_stay_apart():
    apart = policy.policy().apart
    assert {frozenset({Role.ADMIN, Role.COMMITTEE}), frozenset({Role.AUDITOR, Role.KEEPER})} <= apart
    assert frozenset({Role.ADMIN, Role.RESIDENT}) not in apart
    assert frozenset({Role.KEEPER, Role.LEAD}) not in apart


FRAME = '[purposes]\np="x"\n[D1]\ntitle="x"\nsensitivity=0\npurpose="p"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FRAME + '[D1.may]\n"a.b"={ op="R", boss="college" }', r"a\.b names the unknown role 'boss'"),
        (FRAME + '[D1.may]\n"a.b"={ op="R", keeper="galaxy" }', r"a\.b, keeper: 'galaxy'"),
        (FRAME + '[D1.may]\n"a.b"={ op="Q", keeper="grid" }', r"a\.b: 'Q'"),
        (FRAME + '[D1.may]\n"a.b"={ keeper="grid" }', r"a\.b does not say which operation"),
        (FRAME + '[D1.table]\nboss={ R="grid" }', "D1 names the unknown role 'boss'"),
        (FRAME + '[D1.table]\nkeeper={ RQ="grid" }', "D1, keeper: 'Q'"),
        (FRAME.replace('purpose="p"', 'purpose="q"'), "unknown purpose 'q'"),
        (
            FRAME + '[D1.may]\n"a.b"={ op="R" }\n[D2]\ntitle="y"\nsensitivity=0\npurpose="p"\n'
            '[D2.may]\n"a.b"={ op="R" }',
            r"a\.b stands twice",
        ),
        ('[apart]\nadmin="boss"', r"\[apart\] names the unknown role 'boss'"),
        ('[apart]\nboss="admin"', r"\[apart\] names the unknown role 'boss'"),
    ],
)
def test_what_the_table_does_not_know_is_refused(tmp_path, monkeypatch, text, said):
    table = tmp_path / "policy.toml"
    table.write_text(text)
    monkeypatch.setattr(policy, "TABLE", table)
    policy.policy.cache_clear()
    with pytest.raises(ValueError, match=said):
        policy.policy()
    monkeypatch.undo()
    policy.policy.cache_clear()
