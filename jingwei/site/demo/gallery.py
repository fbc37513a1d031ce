"""What of the demonstration is worth a picture: the main pages, each as the person sees it whose page it is."""

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from jingwei.cases.models import Case, Family, State
from jingwei.cases.parties import keepers_of
from jingwei.exchange.actions import stage_import
from jingwei.exchange.models import ImportRun
from jingwei.exchange.runs.files import Upload
from jingwei.gate.posts import System
from jingwei.gate.roles import Role
from jingwei.grids.models import Plan
from jingwei.housing.models import Building
from jingwei.sign_in import devices

from . import college

Person = get_user_model()
Page = tuple[str, str, Person | None, str]  # name, title, who looks, address


def stage_rosters() -> ImportRun:
    """A preview of the five workbooks, from before anybody confirmed it."""
    files = [Upload(file.name, file.read_bytes()) for file in sorted(college.WORKBOOKS.glob("*.xlsx"))]
    return stage_import(System("gallery"), files)


def pages(preview: ImportRun) -> Iterator[Page]:
    people = _people()
    case, fresh = _lively_case(), Case.objects.filter(state=State.REPORTED, personal=False).first()
    resident, committee = case.reporter, people[Role.COMMITTEE]
    keeper = Person.objects.get(pk=keepers_of(fresh.home_room)[0])
    building = Building.objects.annotate(rooms=Count("floors__rooms")).order_by("-rooms").first()
    yield "01-sign-in", "Sign-in", None, reverse("sign_in:sign-in")
    yield "02-home", "A resident's home", resident, reverse("dashboards:home")
    yield "03-report", "Report: what is it", resident, reverse("cases:report")
    yield "04-report-details", "Report: where, and a sentence", resident, _report_details()
    yield "05-receipt", "The receipt", fresh.reporter, reverse("cases:receipt", args=[fresh.pk])
    yield "06-case", "A case and its timeline", resident, reverse("cases:show", args=[case.pk])
    yield "07-board", "A keeper's board", keeper, reverse("cases:list")
    yield "08-loom", "The loom", committee, reverse("dashboards:loom")
    yield "09-facade", "The façade", committee, reverse("dashboards:facade", args=[building.pk])
    yield "10-plan", "The plan of a term", committee, reverse("grids:plan", args=[Plan.objects.first().pk])
    yield "11-people", "People", committee, reverse("people:list")
    yield "12-import", "Preview of an import", committee, reverse("exchange:show", args=[preview.pk])
    yield "13-findings", "Findings", committee, reverse("grids:findings")


def session_of(person: Person | None) -> str | None:
    """The cookie of somebody just signed in, with everything that may be asked."""
    if person is None:
        return None
    client = Client()
    client.force_login(person, backend=devices.BACKEND)
    session = client.session
    devices.stamp(session, person, factor=True)
    session.save()
    return session.session_key


def _people() -> dict[str, Person]:
    by_label = {str(label): person for label, person in college.names_for_each_role()}
    return {role: by_label[str(role.label)] for role in Role}


def _lively_case() -> Case:
    """The one being handled that has the most behind it."""
    moved = Case.objects.filter(state__in=[State.HANDLING, State.SCHEDULED], personal=False)
    return moved.annotate(turns=Count("dispatches")).order_by("-turns", "pk").select_related("reporter").first()


def _report_details() -> str:
    return reverse("cases:report-details", args=[Family.objects.get(code="repair").code])
