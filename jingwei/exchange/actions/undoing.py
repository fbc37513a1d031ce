"""Takes an import back, step by step from its end, as long as nothing has been built on it."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from jingwei.core import clock
from jingwei.exchange.flow import RUN
from jingwei.exchange.models import UNDO_KEPT, ImportJournal, ImportRun
from jingwei.gate.bulk import batches, change_many, delete_many
from jingwei.gate.posts import System
from jingwei.grids.models import Plan
from jingwei.party.actions import name_contacts

# Model → the capability that its rows are written with.
CAPABILITIES = {
    "housing.campus": "housing.change",
    "housing.building": "housing.change",
    "housing.floor": "housing.change",
    "housing.room": "housing.change",
    "housing.stay": "stays.change",
    "people.person": "people.change",
    "party.branch": "party.change",
    "party.group": "party.change",
    "party.affiliation": "affiliations.change",
    "party.affiliation_contacts": "affiliations.change",
    "gate.appointment": "gate.appoint",
}
BUILT = {
    "cases": pgettext_lazy("what stands on an import", "案卷"),
    "care": pgettext_lazy("what stands on an import", "关怀转介"),
    "grids": pgettext_lazy("what stands on an import", "网格方案"),
    "gate": pgettext_lazy("what stands on an import", "任职或操作记录"),
    "people": pgettext_lazy("what stands on an import", "登录码"),
    "core": pgettext_lazy("what stands on an import", "消息"),
}


def undo_import(actor, pk: int) -> ImportRun:
    """The exact inverse of the confirmation.

    Raises ValidationError with the reason where something has been built on it or changed since, WrongState where the
    run is not confirmed (any more).
    """
    with RUN.step("undo", actor, pk) as run:
        _refuse_if_late(run)
        _refuse_if_newer(run)
        journal = ImportJournal.objects.select_for_update().get(run=run)
        made = {label: set(ids) for step, label, ids in journal.steps if step == "made"}
        for label, ids in made.items():
            _refuse_if_built_on(apps.get_model(label), ids, made)
        for step, label, content in reversed(journal.steps):
            _take_back(actor, run, step, label, content)
        journal.delete()
        run.undone_at = clock.now()
    return run


def _refuse_if_late(run: ImportRun) -> None:
    if run.forgotten or clock.now() > run.undo_until:
        raise ValidationError(_("撤销只在 %(days)s 天之内可以，已经过了。"), params={"days": UNDO_KEPT.days})


def _refuse_if_newer(run: ImportRun) -> None:
    if ImportRun.objects.filter(state=ImportRun.State.CONFIRMED, confirmed_at__gt=run.confirmed_at).exists():
        raise ValidationError(_("之后还有一次导入，请先撤销那一次。"))
    if Plan.objects.filter(published_at__gt=run.confirmed_at).exists():
        raise ValidationError(_("已经按这次导入发布了网格方案，不能再撤销。"))


def _refuse_if_built_on(model: type[Model], ids: set[int], made: dict[str, set[int]]) -> None:
    """Any row elsewhere that leans on what the import made, other than what it made itself."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        other = relation.related_model
        if _is_leaned_on(other, relation.field.name, ids, made.get(other._meta.label_lower, set())):
            what = BUILT.get(other._meta.app_label, other._meta.verbose_name)
            raise ValidationError(_("已有%(what)s用到了这次导入的内容，不能再撤销。"), params={"what": what})


def _is_leaned_on(other: type[Model], column: str, ids: set[int], own: set[int]) -> bool:
    for part in batches(sorted(ids)):
        leaning = other._base_manager.filter(**{f"{column}__in": part}).values_list("pk", flat=True)
        if any(pk not in own for pk in leaning.iterator(chunk_size=2000)):
            return True
    return False


def _take_back(actor, run: ImportRun, step: str, label: str, content) -> None:
    if step == "dropped":
        name_contacts(actor, content, run=run.pk)
        return
    model, capability = apps.get_model(label), CAPABILITIES[label]
    writer = System("import") if label == "gate.appointment" else actor
    if step == "made":
        delete_many(writer, capability, model, content, verb="exchange.take_back", run=run.pk)
        return
    images = {int(pk): _typed(model, image) for pk, image in content.items()}
    now = model._base_manager.in_bulk(list(images))
    for pk, image in images.items():
        if pk not in now or any(getattr(now[pk], column) != after for column, (_before, after) in image.items()):
            raise ValidationError(_("这次导入改过的内容后来又改过，不能再撤销。"))
    before = {pk: {column: old for column, (old, _after) in image.items()} for pk, image in images.items()}
    change_many(writer, capability, model, before, verb="exchange.take_back", run=run.pk)


def _typed(model: type[Model], image: dict) -> dict:
    """Values as the model has them, from what JSON kept."""
    return {
        column: [model._meta.get_field(column).to_python(value) for value in pair] for column, pair in image.items()
    }
