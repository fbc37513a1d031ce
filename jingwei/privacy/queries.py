"""Reads for the pages of privacy."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from jingwei.cases.models import Case
from jingwei.gate import words
from jingwei.gate.doors import may, one, visible
from jingwei.gate.models import Seal, TrailEntry
from jingwei.gate.periods import RULES, Rule, ago
from jingwei.gate.policy import data_class, policy
from jingwei.gate.roles import Operation, Role, Scope
from jingwei.people.models import Person
from jingwei.people.readings import post_words

from .models import BreakGlass, Correction, DataCopy, ExportRequest, Inquiry, Objection, SubjectRequest

METADATA_ONLY = frozenset({"D08", "D10"})  # an inquiry learns that there is something, never what
DAYS = 30


@dataclass(frozen=True)
class Kind:
    """One of the two requests, and the capabilities over it."""

    model: type[SubjectRequest]
    noun: str
    url: str

    def seen_by(self, actor) -> QuerySet:
        return visible(actor, f"{self.noun}.read", self.model)


KINDS = {
    "correction": Kind(Correction, "corrections", "privacy:correction"),
    "objection": Kind(Objection, "objections", "privacy:objection"),
}


def my_requests(actor) -> list[SubjectRequest]:
    """Both kinds, the newest first."""
    found = [row for kind in KINDS.values() for row in kind.seen_by(actor).filter(subject=actor)]
    return sorted(found, key=lambda row: row.asked_at, reverse=True)


def waiting(actor) -> list[SubjectRequest]:
    """What the actor's post has to answer, the nearest deadline first."""
    found = []
    for kind in KINDS.values():
        if may(actor, f"{kind.noun}.decide"):
            rows = visible(actor, f"{kind.noun}.decide", kind.model).exclude(subject=actor)
            found += rows.filter(state=SubjectRequest.State.OPEN).select_related("subject")
    return sorted(found, key=lambda row: row.due_at)


def pressing() -> list[SubjectRequest]:
    """Open requests that have been reminded of already, the nearest deadline first: that they are there, not what they say."""
    open_still = {"state": SubjectRequest.State.OPEN, "reminders__gt": 0}
    found = [row for kind in KINDS.values() for row in kind.model.objects.filter(**open_still)]
    return sorted(found, key=lambda row: row.due_at)


def request_for(actor, kind: Kind, pk: int) -> SubjectRequest:
    return one(actor, f"{kind.noun}.read", kind.model, pk)


def may_decide(actor, kind: Kind, row: SubjectRequest) -> bool:
    rows = visible(actor, f"{kind.noun}.decide", kind.model)
    return row.is_open and row.subject_id != actor.pk and rows.filter(pk=row.pk).exists()


def exports_to_decide(actor) -> QuerySet:
    rows = visible(actor, "exports.decide", ExportRequest).exclude(asked_by=actor)
    return rows.filter(state=ExportRequest.State.ASKED).select_related("asked_by").order_by("pk")


def export_for(actor, pk: int) -> ExportRequest:
    """As whoever asked, or as who may decide."""
    capability = "exports.decide" if may(actor, "exports.decide") else "exports.read"
    return one(actor, capability, ExportRequest, pk)


def rules() -> list[tuple[str, list[Rule]]]:
    """How long what is kept, by class."""
    found: dict[str, list[Rule]] = {}
    for rule in RULES.values():
        found.setdefault(rule.class_code, []).append(rule)
    return [(words.title(code), found[code]) for code in sorted(found)]


def knows_name(actor, person_id: int) -> bool:
    """Whether the actor's own post lets them know who it is."""
    return visible(actor, "people.read", Person).filter(pk=person_id).exists()


@dataclass(frozen=True)
class Reader:
    """How often somebody read a class lately: numbers, never what was read."""

    name: str
    post: str
    what: str
    times: int


@dataclass(frozen=True)
class Chain:
    """What is sealed, until when, and what still waits."""

    seal: Seal | None
    unsealed: int


def chain() -> Chain:
    return Chain(Seal.objects.order_by("-last_seq").first(), TrailEntry.objects.filter(seq__isnull=True).count())


def readers(days: int = DAYS, most: int = 50) -> list[Reader]:
    """Who read how often, by class and post, the most first."""
    rows = TrailEntry.objects.filter(verb="read", at__gt=ago(days=days), actor__isnull=False)
    counted = rows.values("actor__name", "post", "data__class").annotate(times=Count("pk")).order_by("-times")[:most]
    return [
        Reader(
            row["actor__name"],
            post_words(row["post"], row["data__class"], plain=True),
            words.title(row["data__class"]),
            row["times"],
        )
        for row in counted
    ]


def by_class(days: int = DAYS) -> list[tuple[str, int]]:
    rows = TrailEntry.objects.filter(verb="read", at__gt=ago(days=days)).values("data__class")
    return [
        (words.title(row["data__class"]), row["times"]) for row in rows.annotate(times=Count("pk")).order_by("-times")
    ]


def hurries(days: int = DAYS) -> QuerySet:
    return TrailEntry.objects.filter(verb="privacy.pace", at__gt=ago(days=days)).select_related("actor").order_by("-pk")


def glass_records(actor) -> QuerySet:
    return visible(actor, "glass.read", BreakGlass).select_related("opened_by")


def inquiries(actor) -> QuerySet:
    return visible(actor, "inquiries.read", Inquiry).select_related("opened_by")


def named(number: str) -> Person | None:
    """Whom an auditor names by number: the auditor has no roster to choose from."""
    return Person.objects.filter(number=number).first() if number else None


def numbered(number: str) -> Case | None:
    """The case an auditor names by its number."""
    return Case.objects.filter(number=number).select_related("reporter").first() if number else None


def last_copy(actor) -> DataCopy | None:
    return visible(actor, "copies.read", DataCopy).first()


def inquiry_for(actor, pk: int) -> Inquiry:
    """The open inquiry of the auditor who opened it."""
    return one(actor, "inquiries.use", Inquiry, pk)


def classes_in(inquiry: Inquiry) -> list[str]:
    """The classes that an inquiry opens, by the bound of the table."""
    codes = ("D05", "D06") if inquiry.case_id else policy().classes.keys()
    return [code for code in codes if opens(code)]


def opens(code: str) -> bool:
    bound = data_class(code).bound(Role.AUDITOR, Operation.READ)
    return Scope.INQUIRY in bound and code not in METADATA_ONLY


def errands(actor) -> list[tuple[str, str, str, str]]:
    """What waits for the actor's post, for their home: title, text, address, verb."""
    found = []
    if asked := waiting(actor):
        text = _("%(n)s 份，最近的一份要在期限前答复") % {"n": len(asked)}
        found.append((_("更正与异议"), text, reverse("privacy:desk"), _("去答复")))
    if may(actor, "exports.decide") and (count := exports_to_decide(actor).count()):
        found.append((_("导出等你批"), _("%(n)s 份") % {"n": count}, reverse("privacy:export-desk"), _("去看看")))
    return found
