"""The posts of the grid and the kinds of unit they are held over (docs/glossary.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    COMMITTEE = "committee", _("学院党委")
    CENTRE = "centre", _("朋辈党建中心")
    SECRETARY = "secretary", _("支部书记")
    KEEPER = "keeper", _("网格党员")
    LEAD = "lead", _("微网格负责人")
    RESIDENT = "resident", _("学生")
    WARDEN = "warden", _("楼管")
    OFFICE = "office", _("职能部门")
    COUNSELLOR = "counsellor", _("辅导员")
    AUDITOR = "auditor", _("数据保护负责人")
    ADMIN = "admin", _("系统管理员")


class UnitKind(models.TextChoices):
    COLLEGE = "college", _("学院")
    BRANCH = "branch", _("党支部")
    GRID = "grid", _("小网格")
    ROOM = "room", _("房间")
    BUILDING = "building", _("楼栋")
    DESK = "desk", _("部门")
    COHORT = "cohort", _("年级")


class Scope(models.TextChoices):
    """How far a grant reaches: a kind of unit, or the actor's own relation to the row."""

    COLLEGE = "college"
    BRANCH = "branch"
    GRID = "grid"
    ROOM = "room"
    BUILDING = "building"
    DESK = "desk"
    COHORT = "cohort"  # the students of one year, whom a counsellor answers for
    SELF = "self"  # the row is about the actor
    OWN = "own"  # the actor wrote the row
    NAMED = "named"  # the row names the actor
    INQUIRY = "inquiry"  # the auditor opened an inquiry about the person of the row
    AGGREGATE = "aggregate"  # published numbers only: no row at all


class Operation(models.TextChoices):
    """The operations of the bounds in policy.toml."""

    READ = "R"
    CREATE = "C"
    UPDATE = "U"
    DECIDE = "T"
    EXPORT = "X"
    BREAK_GLASS = "B"


PERSONAL_SCOPES = frozenset({Scope.SELF, Scope.OWN, Scope.NAMED, Scope.INQUIRY})
CLOSE_SCOPES = PERSONAL_SCOPES | {Scope.DESK}  # reach also what a model keeps from every other unit (doors.py)
ROLE_UNIT = {
    Role.COMMITTEE: UnitKind.COLLEGE,
    Role.CENTRE: UnitKind.COLLEGE,
    Role.SECRETARY: UnitKind.BRANCH,
    Role.KEEPER: UnitKind.GRID,
    Role.LEAD: UnitKind.ROOM,
    Role.RESIDENT: UnitKind.ROOM,
    Role.WARDEN: UnitKind.BUILDING,
    Role.OFFICE: UnitKind.DESK,
    Role.COUNSELLOR: UnitKind.COHORT,
    Role.AUDITOR: UnitKind.COLLEGE,
    Role.ADMIN: UnitKind.COLLEGE,
}
