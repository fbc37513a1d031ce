"""The two doors. Whether somebody may do X to a row *is defined as* that row being in `visible(actor, X, Model)`.

A model says in `reach` how a row of it is reached from a unit:

    reach = {"college": (), "building": ("building",), "grid": (Path("room__micro_grids__small_grid",
             live="room__micro_grids"),), "own": ("reporter",)}

A plain string is a path to the unit's (or, for personal scopes, the person's) foreign key. Where one capability is
narrower than the others, its own entry stands beside: `("named", "cases.check"): ("checker",)`.

A model with rows that no unit may reach, only the persons and the desk they name, says which rows are ordinary:
`ordinary = Q(personal=False)`.
"""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from jingwei.core import progress
from jingwei.core.dated import live

from . import trail
from .policy import EVERYONE
from .policy import capability as find_capability
from .posts import System, posts_of
from .roles import CLOSE_SCOPES, PERSONAL_SCOPES, Scope


class Denied(Exception):
    """Not there for this actor: foreign and missing look alike."""


@dataclass(frozen=True)
class Path:
    """A path to a unit that counts only while every dated row on the way is live: `live` names their paths ("": the row itself).

    `where` is a further condition on the rows of the way, asked for at each reading. `called` is for rows that do not point at
    their unit but say what it is called: unit ids → the words to look for.
    """

    lookup: str
    live: str | tuple[str, ...] = ()
    where: Callable[[], Q] = Q
    called: Callable[[list[int]], models.QuerySet] | None = None


def may(actor, capability: str) -> bool:
    """Whether the actor holds any grant of the capability, over whatever rows."""
    found = find_capability(capability)
    if isinstance(actor, System):
        return True
    if not actor.is_authenticated or not actor.is_active:
        return False
    return bool(found.scopes(EVERYONE)) or any(found.scopes(role) for role in posts_of(actor))


def visible(actor, capability: str, model: type[models.Model], *, fresh: bool = False) -> models.QuerySet:
    """The rows of `model` on which the actor may exercise `capability` now; empty where nothing is granted."""
    found = find_capability(capability)
    rows = model._default_manager.all()
    if isinstance(actor, System):
        return rows
    if not actor.is_authenticated or not actor.is_active:
        return rows.none()
    ordinary = getattr(model, "ordinary", Q())
    condition = Q(pk__in=[])
    for scope, unit_ids in _granted(found, actor, fresh).items():
        if scope == Scope.COLLEGE and not ordinary:
            return rows
        reached = ordinary if scope == Scope.COLLEGE else Q(pk__in=[])
        for path in model.reach.get((scope, capability), model.reach.get(scope, ())):
            reached |= _reached(model, path, unit_ids)
        condition |= reached if scope in CLOSE_SCOPES else reached & ordinary
    return rows.filter(condition)


def one(actor, capability: str, model: type[models.Model], pk, *, lock: bool = False) -> models.Model:
    """The row, or Denied. `lock` holds it until the transaction ends."""
    rows = visible(actor, capability, model, fresh=lock)
    if lock:
        rows = rows.select_for_update(of=("self",))
    try:
        return rows.get(pk=pk)
    except (model.DoesNotExist, ValueError, TypeError):
        raise Denied from None


@contextmanager
def change(actor, capability: str, model: type[models.Model], pk, *, verb: str, **data):
    """Lock, check, yield, validate, save, write the trail: one transaction."""
    with transaction.atomic():
        row = one(actor, capability, model, pk, lock=True)
        before = trail.snapshot(row)
        yield row
        validate(row)
        row.save()
        trail.record(actor, verb, row, changed=trail.difference(before, row), **data)


def create(actor, capability: str, row: models.Model, *, verb: str, **data) -> models.Model:
    """Validate and save a new row, provided that the actor may do so there; write the trail."""
    with transaction.atomic():
        validate(row)
        row.save(force_insert=True)
        if not visible(actor, capability, type(row), fresh=True).filter(pk=row.pk).exists():
            raise Denied  # rolls the row back
        trail.record(actor, verb, row, **data)
    return row


def create_many(actor, capability: str, model, rows: Iterable[models.Model], *, verb: str, batch: int = 500, **data):
    """Save many new rows, one statement a batch and one line in the trail. Needs the capability over the college."""
    if not holds_college(actor, capability):
        raise Denied
    with transaction.atomic():
        rows, made = list(rows), []
        for start in range(0, len(rows), batch):
            made += model._default_manager.bulk_create(rows[start : start + batch])
            progress.advance(min(batch, len(rows) - start))
        if made:
            trail.record_many(actor, verb, model, [row.pk for row in made], **data)
    return made


def holds_college(actor, capability: str, *, fresh: bool = True) -> bool:
    """Whether the capability is granted over the whole college. A page that only reads need not ask afresh."""
    return isinstance(actor, System) or Scope.COLLEGE in _granted(find_capability(capability), actor, fresh)


def validate(row: models.Model) -> None:
    """Field shapes and the row's own `clean`; references and uniqueness are the database's to hold."""
    relations = [field.name for field in row._meta.fields if field.is_relation]
    errors: dict[str, list] = {}
    for step in (lambda: row.clean_fields(exclude=relations), row.clean):
        try:
            step()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def _granted(found, actor, fresh: bool) -> dict[Scope, set[int]]:
    """Scope → units (or the actor's own id, for personal scopes)."""
    granted: dict[Scope, set[int]] = {}
    for scope in found.scopes(EVERYONE):
        granted.setdefault(scope, {actor.pk})
    for role, units in posts_of(actor, fresh=fresh).items():
        for scope in found.scopes(role):
            held = {actor.pk} if scope in PERSONAL_SCOPES else units.get(scope.value)
            if scope == Scope.COLLEGE or held:
                granted.setdefault(scope, set()).update(held or ())
    return granted


def _reached(model, path: str | Path, unit_ids: set[int]) -> Q:
    """Rows reached over one path. A relation to many goes through a subquery, so that no row is doubled."""
    if isinstance(path, str):
        path = Path(path)
    dated = (path.live,) if isinstance(path.live, str) else path.live
    units = sorted(unit_ids)
    condition = Q(**{f"{path.lookup}__in": path.called(units) if path.called else units}) & path.where()
    if not dated and not _through_many(model, path.lookup):
        return condition
    for prefix in dated:
        condition &= live(prefix=prefix)
    return Q(pk__in=model._base_manager.filter(condition).values("pk"))


def _through_many(model, lookup: str) -> bool:
    """Whether a row may be met more than once on the way. A way of several steps is taken for one that may."""
    if lookup == "pk":
        return False
    first, _, rest = lookup.partition("__")
    field = model._meta.get_field(first)
    return bool(rest or field.many_to_many or field.one_to_many)
