"""The changes of an import as lines to read in the preview."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jingwei.exchange.models import ImportLine
from jingwei.exchange.rosters.kinds import Rosters
from jingwei.exchange.rosters.known import Known

from .changes import Changes

NEW, CHANGED, GONE = ImportLine.Kind.NEW, ImportLine.Kind.CHANGED, ImportLine.Kind.GONE
NOUNS = {
    "person": _("人员"),
    "stay": _("住宿"),
    "campus": _("校区"),
    "building": _("楼栋"),
    "room": pgettext_lazy("one", "房间"),
    "branch": pgettext_lazy("one", "党支部"),
    "group": _("党小组"),
    "affiliation": _("党组织关系"),
    "contact": _("培养联系人"),
    "secretary": _("支部书记"),
}
COLUMNS = {
    "name": _("姓名"),
    "gender": _("性别"),
    "major": _("专业"),
    "class_name": _("班级"),
    "grade": _("年级"),
    "phone": _("联系电话"),
    "is_active": _("在校"),
    "place": pgettext_lazy("one", "房间"),
    "branch": pgettext_lazy("one", "党支部"),
    "standing": _("党内身份"),
    "group": _("党小组"),
    "duty": _("党内职务"),
    "applied_on": _("递交入党申请书时间"),
    "activist_on": _("确定为积极分子时间"),
    "joined_on": _("入党时间"),
    "full_on": _("转正时间"),
}


def lines_of(changes: Changes, known: Known, rosters: Rosters) -> Iterator[ImportLine]:
    yield from _places(changes)
    yield from _people(changes, known)
    yield from _stays(changes, known)
    yield from _party(changes, known)
    yield from _secretaries(changes, known, rosters)


def _places(changes: Changes) -> Iterator[ImportLine]:
    for name in changes.campuses:
        yield ImportLine(kind=NEW, noun="campus", label=name)
    for name in sorted(changes.buildings):
        yield ImportLine(kind=NEW, noun="building", label=str(name))
    for room in changes.rooms:
        yield ImportLine(kind=NEW, noun="room", label=f"{room.building.short}-{room.number}")


def _people(changes: Changes, known: Known) -> Iterator[ImportLine]:
    for new in changes.people:
        yield ImportLine(kind=NEW, noun="person", label=f"{new.name} {new.number}")
    for pk, columns in changes.revised.items():
        person = known.by_pk[pk]
        images = [
            [column, _shown(getattr(person, column)), _shown(value)]
            for column, value in columns.items()
            if column in COLUMNS
        ]
        yield ImportLine(kind=CHANGED, noun="person", person=pk, label=_label(known, pk), changes=images)
    for pk in changes.retired:
        yield ImportLine(kind=GONE, noun="person", person=pk, label=_label(known, pk))


def _stays(changes: Changes, known: Known) -> Iterator[ImportLine]:
    ended = set(changes.ended_stays)
    for number, building, room, bed in changes.stays:
        person = known.people.get(number)
        now = _place(known.place_of(person))
        if now:
            ended.discard(known.stays[person.pk].pk)
            image = ["place", now, _place((building, room, bed))]
            yield ImportLine(
                kind=CHANGED, noun="stay", person=person.pk, label=_label(known, person.pk), changes=[image]
            )
        elif person:
            place = ["place", "", _place((building, room, bed))]
            yield ImportLine(kind=NEW, noun="stay", person=person.pk, label=_label(known, person.pk), changes=[place])
    retired = set(changes.retired)
    for pk, stay in known.stays.items():
        if stay.pk in ended and pk not in retired:
            place = ["place", _place(known.place_of(known.by_pk[pk])), ""]
            yield ImportLine(kind=GONE, noun="stay", person=pk, label=_label(known, pk), changes=[place])


def _party(changes: Changes, known: Known) -> Iterator[ImportLine]:
    for name in changes.branches:
        yield ImportLine(kind=NEW, noun="branch", label=name)
    for branch, group in changes.groups:
        yield ImportLine(kind=NEW, noun="group", label=f"{branch} {group}")
    replaced = set()
    names = {new.number: new.name for new in changes.people}
    for new in changes.affiliations:
        person = known.people.get(new.number)
        now = known.affiliations.get(person.pk) if person else None
        label = _label(known, person.pk) if person else f"{names[new.number]} {new.number}"
        before = (known.branch_names[now.branch_id], now.standing) if now else ("", "")
        images = [["branch", before[0], new.branch], ["standing", before[1], new.standing]]
        if now:
            replaced.add(now.pk)
        yield ImportLine(
            kind=CHANGED if now else NEW, noun="affiliation", person=person and person.pk, label=label, changes=images
        )
    ended = set(changes.ended_affiliations) - replaced
    contacts = {affiliation for affiliation, _number in changes.contacts}
    contacts |= {pk for pk, links in known.contacts.items() if set(links.values()) & set(changes.dropped_contacts)}
    for person, now in known.affiliations.items():
        label = _label(known, person)
        if now.pk in ended:
            images = [["branch", known.branch_names[now.branch_id], ""], ["standing", now.standing, ""]]
            yield ImportLine(kind=GONE, noun="affiliation", person=person, label=label, changes=images)
        elif columns := changes.revised_affiliations.get(now.pk):
            images = [[column, _before(known, now, column), _shown(value)] for column, value in columns.items()]
            yield ImportLine(kind=CHANGED, noun="affiliation", person=person, label=label, changes=images)
        if now.pk in contacts:
            yield ImportLine(kind=CHANGED, noun="contact", person=person, label=label)


def _secretaries(changes: Changes, known: Known, rosters: Rosters) -> Iterator[ImportLine]:
    for number, branch, title in changes.secretaries:
        person = known.people.get(number)
        name = person.name if person else rosters.belongings[number].name
        yield ImportLine(kind=NEW, noun="secretary", person=person and person.pk, label=f"{branch} {title} {name}")
    ended = set(changes.ended_posts)
    for post in known.posts:
        if post.pk in ended and post.person_id not in changes.retired:
            name = known.by_pk[post.person_id].name
            branch = known.branch_names.get(post.unit_id, "")
            yield ImportLine(kind=GONE, noun="secretary", person=post.person_id, label=f"{branch} {post.title} {name}")


def _label(known: Known, pk: int) -> str:
    person = known.by_pk[pk]
    return f"{person.name} {person.number}"


def _place(place: tuple | None) -> str:
    if not place:
        return ""
    building, *rest = place
    return "-".join([building.short, *filter(None, rest)])


def _before(known: Known, now, column: str) -> str:
    return known.group_names.get(now.group_id, "") if column == "group" else _shown(getattr(now, column))


def _shown(value: object) -> str:
    return "" if value is None else str(value)
