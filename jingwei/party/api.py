"""The Party organisation: branches in numbers, and their groups. Nobody's standing."""

from ninja import Field

from jingwei.api.endpoints import Endpoints
from jingwei.api.schemas import Id, Named, Thing
from jingwei.gate.doors import Denied

from . import queries

endpoints = Endpoints("party")


class BranchOut(Thing):
    code: str = Field(examples=["0001"])
    name: str
    short_name: str
    kind: str = Field(description="student or staff")
    members: int
    activists: int
    applicants: int
    groups: int
    secretaries: list[str] = Field(description="Those whose name the caller's own place lets them know.")


@endpoints.get("/branches", "party.read", list[BranchOut])
def branch_list(request):
    """Open branches with how many belong to them."""
    return [_told(*row) for row in queries.branches_counted(request.user)]


@endpoints.get("/branches/{int:branch}", "party.read", BranchOut)
def branch_show(request, branch: Id):
    """One branch."""
    return _told(*_found(request.user, branch))


@endpoints.get("/branches/{int:branch}/groups", "party.read", list[Named])
def branch_groups(request, branch: Id):
    """The Party groups of a branch."""
    found, _secretaries = _found(request.user, branch)
    return found.groups.all()


def _found(actor, pk: int):
    found = next((row for row in queries.branches_counted(actor) if row[0].pk == pk), None)
    if found is None:
        raise Denied
    return found


def _told(branch, secretaries: list[str]) -> dict:
    columns = ("code", "name", "short_name", "kind", "members", "activists", "applicants")
    told = {name: getattr(branch, name) for name in columns}
    return {"id": branch.pk, **told, "groups": branch.group_count, "secretaries": secretaries}
