"""The invariants of the grid, computed each time: a gap, an overlap or an overload is a finding with a repair."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jingwei.gate.doors import holds_college, may, visible
from jingwei.housing.models import Building, Room, Stay
from jingwei.housing.queries import occupied_rooms
from jingwei.party.models import Affiliation, Branch
from jingwei.people.models import Person

from .caps import LEAST_CAP, belonging, caps
from .models import Exemption, MicroGrid, SmallGrid
from .queries import Charge

KINDS = {
    "no_keeper": gettext_lazy("有人住、没有网格党员的房间"),
    "no_lead": gettext_lazy("有人住、没有负责人的房间"),
    "may_not_enter": gettext_lazy("网格党员或负责人进不了的楼"),
    "overload": gettext_lazy("负责的房间太多"),
    "two_rooms": gettext_lazy("一人负责两间寝室"),
    "gone": gettext_lazy("已离校或已停用、却还有岗位的人"),
    "moved_out": gettext_lazy("已不住在这栋楼的负责人"),
    "no_member": gettext_lazy("已不是学生党员、却还有网格的人"),
    "idle": gettext_lazy("没有网格、也没有免任理由的党员"),
    "empty": gettext_lazy("没有人住、却还有负责人的房间"),
}


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be: what, where, and what would mend it."""

    kind: str
    text: str
    repair: str
    href: str = ""
    about: Person | None = None  # whom it tells something of, other than that a room lacks somebody
    rooms: frozenset[int] = frozenset()

    @property
    def label(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True)
class Check:
    """One invariant and what breaks it."""

    kind: str
    findings: list[Finding]

    @property
    def label(self) -> str:
        return KINDS[self.kind]


def checks(actor) -> list[Check]:
    """Every invariant over what the actor may see, with its findings. A fixed number of statements, however many rooms."""
    whole = holds_college(actor, "grids.findings", fresh=False)
    found: dict[str, list[Finding]] = {kind: [] for kind in KINDS}
    for finding in [*_of_grids(_scope(actor, whole)), *_idle(actor, whole)]:
        found[finding.kind].append(finding)
    return [Check(kind, findings) for kind, findings in found.items()]


def people_of(found: Iterable[Check]) -> set[int]:
    """Whom findings tell something of."""
    return {finding.about.pk for check in found for finding in check.findings if finding.about}


def findings_of_mine(actor, grids: Iterable[tuple[SmallGrid | None, list[Charge]]]) -> list[Finding]:
    """What concerns the rooms of «my grid». What it tells of a person only they read, who keeps the rooms, or whose
    business the findings are."""
    charges = [charge for _grid, found in grids for charge in found]
    scope = _Scope(
        rooms=[charge.room for charge in charges],
        micro=[charge.micro for charge in charges if charge.micro],
        plans=_plans(actor),
    )
    found = list(_of_grids(scope))
    mine = {row.room_id for row in scope.micro if row.small_grid and row.small_grid.keeper_id == actor.pk}
    if any(finding.about not in (None, actor) and not finding.rooms <= mine for finding in found):
        mine |= set(visible(actor, "grids.findings", MicroGrid).live().values_list("room", flat=True))
    return [finding for finding in found if finding.about in (None, actor) or finding.rooms <= mine]


@dataclass
class _Scope:
    """Rooms in which somebody lives, the micro-grids to look at, and the way to mend what is wrong with them."""

    rooms: list[Room]
    micro: list[MicroGrid]
    plans: str

    @cached_property
    def most(self) -> dict[str, dict[int, int]]:
        """Asked for only where somebody has more than the least that anybody may have."""
        return caps()


def _scope(actor, whole: bool) -> _Scope:
    """The college; or the branches' rooms, with those no keeper keeps and whose people are mostly theirs."""
    occupied, micro = occupied_rooms(), MicroGrid.objects.live()
    if not whole:
        rooms = set(visible(actor, "grids.findings", Room).values_list("pk", flat=True)) | _keeperless_of(actor)
        occupied = occupied.filter(pk__in=rooms)
        micro = micro.filter(room__in=rooms)
    micro = micro.select_related("room__floor__building", "lead", "small_grid__keeper").order_by(
        "room__floor__building__number", "room__floor__number", "room__position"
    )
    return _Scope(rooms=list(occupied), micro=list(micro), plans=_plans(actor))


def _keeperless_of(actor) -> set[int]:
    kept = MicroGrid.objects.live().filter(small_grid__isnull=False).values("room")
    rooms = list(Stay.objects.live().exclude(room__in=kept).values_list("room", flat=True).distinct())
    if not rooms:
        return set()
    branches = set(visible(actor, "grids.findings", Branch).values_list("pk", flat=True))
    return {room for room, branch in belonging(rooms).items() if branch in branches}


def _plans(actor) -> str:
    return reverse("grids:plans") if may(actor, "grids.plan") else ""  # who may not plan gets no way there


def _of_grids(scope: _Scope) -> Iterator[Finding]:
    yield from _rooms(scope)
    yield from _keepers(scope)
    yield from _leads(scope)


def _rooms(scope: _Scope) -> Iterator[Finding]:
    held = {row.room_id: row for row in scope.micro}
    for room in scope.rooms:
        row, here = held.get(room.pk), frozenset({room.pk})
        repair = _("重新计算方案，或在草稿里指定一位") if scope.plans else _("学院会在方案里安排一位")
        if row is None or row.small_grid is None:
            yield Finding("no_keeper", str(room), repair, scope.plans, rooms=here)
        if row is None or row.lead is None:
            yield Finding("no_lead", str(room), repair, scope.plans, rooms=here)
    lived_in = {room.pk for room in scope.rooms}
    for row in scope.micro:
        here = frozenset({row.room_id})
        if row.room_id not in lived_in:
            yield Finding("empty", str(row.room), _("下次发布方案时会结束"), scope.plans, rooms=here)
        for person, repair in (
            (row.small_grid and row.small_grid.keeper, _("在草稿里换一位同性别的网格党员")),
            (row.lead, _("在草稿里换一位同性别的负责人")),
        ):
            if person and not _may_enter(person, row.room.floor.building):
                yield Finding("may_not_enter", f"{row.room} · {person}", repair, scope.plans, person, here)


def _may_enter(person: Person, building: Building) -> bool:
    return building.gender in (Building.Gender.MIXED, person.gender)


def _keepers(scope: _Scope) -> Iterator[Finding]:
    rooms: dict[int, set[int]] = defaultdict(set)
    keepers = {}
    for row in scope.micro:
        if row.small_grid:
            rooms[row.small_grid.keeper_id].add(row.room_id)
            keepers[row.small_grid.keeper_id] = row.small_grid.keeper
    members = set(_student_members().filter(person__in=keepers).values_list("person", flat=True))
    for pk, kept in rooms.items():
        about = {"about": keepers[pk], "rooms": frozenset(kept)}
        text = _("%(name)s：%(count)s 间") % {"name": keepers[pk], "count": len(kept)}
        if not keepers[pk].is_active:
            yield Finding("gone", text, _("重新计算并发布方案"), scope.plans, **about)
        elif pk not in members:
            yield Finding("no_member", text, _("重新计算并发布方案，房间会交给别人"), scope.plans, **about)
        elif len(kept) > LEAST_CAP and len(kept) > scope.most["keeper"].get(pk, len(kept)):
            yield Finding("overload", text, _("在草稿里分出几间"), scope.plans, **about)


def _leads(scope: _Scope) -> Iterator[Finding]:
    rooms: dict[Person, list[Room]] = defaultdict(list)
    for row in scope.micro:
        if row.lead:
            rooms[row.lead].append(row.room)
    homes = dict(Stay.objects.live().filter(person__in=rooms).values_list("person", "room__floor__building"))
    for lead, led in rooms.items():
        about = {"about": lead, "rooms": frozenset(room.pk for room in led)}
        text = f"{lead}：{'、'.join(map(str, led))}"
        if len(led) > 1 and len(led) > scope.most["lead"].get(lead.pk, 1):
            yield Finding("two_rooms", text, _("积极分子够用时，各负责一间"), scope.plans, **about)
        if not lead.is_active:
            yield Finding("gone", text, _("重新计算并发布方案"), scope.plans, **about)
        elif homes.get(lead.pk) not in {room.floor.building_id for room in led}:
            yield Finding("moved_out", text, _("重新计算方案，会先找同楼的人"), scope.plans, **about)


def _student_members():
    return Affiliation.objects.live().filter(
        standing__in=Affiliation.MEMBERS, branch__kind=Branch.Kind.STUDENT, person__is_active=True
    )


def _idle(actor, whole: bool) -> Iterator[Finding]:
    """Members who keep nothing and are not named as free."""
    keepers = SmallGrid.objects.live().order_by().values_list("keeper", Value(True))
    free = Exemption.objects.live().order_by().values_list("person", Value(False))
    spoken_for = list(keepers.union(free))
    if not any(keeps for _person, keeps in spoken_for):
        return
    left_alone = {person for person, _keeps in spoken_for}
    members = _student_members().select_related("person", "branch").order_by("branch__code", "person__name_pinyin")
    if not whole:
        members = members.filter(pk__in=visible(actor, "grids.findings", Affiliation).values("pk"))
    # By ids, not as a join: nested subqueries over tables just loaded took PostgreSQL minutes.
    rows = [row for row in members if row.person_id not in left_alone]
    at_home = set(
        Stay.objects.live().filter(person__in=[row.person_id for row in rows]).values_list("person", flat=True)
    )
    for row in rows:
        why = _("登记免任理由，或在草稿里给一间") if row.person_id in at_home else _("不住校：登记免任理由")
        text = f"{row.person} · {row.branch.short_name}"
        yield Finding("idle", text, why, f"{reverse('grids:exempt')}?person={row.person_id}", row.person)
