"""People: oneself, the roster in reach, the inbox, one's own preferences. No standing and no phone of another."""

from datetime import datetime
from typing import Literal

from ninja import Field, Query

from jingwei.api.endpoints import Endpoints
from jingwei.api.paging import Page, PageQuery, one_page
from jingwei.api.schemas import Choice, Done, Id, Input, Named, Output, Receipt, Text, Thing, receipt
from jingwei.core.models import InboxMessage
from jingwei.core.outbox import KINDS
from jingwei.gate.doors import visible
from jingwei.gate.pages import show

from . import accounts, browse, inbox

endpoints = Endpoints("people")


class PostHeld(Output):
    role: Choice
    title: str
    since: datetime

    @staticmethod
    def resolve_role(post) -> dict:
        return {"code": post.role, "label": post.get_role_display()}

    @staticmethod
    def resolve_since(post) -> datetime:
        return post.start


class PersonOut(Thing):
    number: str = Field(examples=["2025010412"])
    name: str
    kind: str = Field(description="student or staff")
    class_name: str
    major: str
    grade: str


class PersonWithRoom(PersonOut):
    room: Named | None


class PersonSheet(Output):
    person: PersonOut
    room: Named | None
    posts: list[PostHeld]


class Me(PersonSheet):
    email: str
    phone: str
    language: str
    unread: int


class Roster(PageQuery):
    search: Text = Field("", max_length=40, description="Name, number, pinyin or initials.")
    building: Id | None = None


class Preferences(Input):
    phone: Text | None = Field(
        None, max_length=30, examples=["010-62345678"], description="Empty for none; left out: as it is."
    )
    email: Text = Field(max_length=254, examples=["han.dong@example.org"], description="Empty for none.")
    language: Literal["zh-hans", "en"]


class MessageOut(Thing):
    kind: str
    sentence: str
    created_at: datetime
    read_at: datetime | None
    url: str = Field(description="The page it leads to.")

    @staticmethod
    def resolve_sentence(message) -> str:
        return KINDS[message.kind].sentence(message.payload)

    @staticmethod
    def resolve_url(message) -> str:
        return KINDS[message.kind].url(message.payload)


@endpoints.get("/me", "home.read", Me)
def me(request):
    """Who the caller is: the account, the room, the posts held now."""
    person = request.user
    own = {"email": person.email, "phone": person.phone, "language": person.language}
    return {**_sheet(person), **own, "unread": inbox.unread_count(person)}


@endpoints.put("/me/preferences", "account.update", Receipt)
def me_preferences(request, body: Preferences):
    """Set where mail goes and in which language one is spoken to."""
    person = accounts.revise_account(request.user, **body.dict())
    return receipt(person.pk, "/me")


@endpoints.get("/people", "people.browse", Page[PersonWithRoom])
def people_list(request, query: Query[Roster]):
    """The roster as far as the caller's post reaches, in the order of names. Leaves one line in the glass log."""
    rows = browse.listed(request.user, search=query.search, building=query.building)
    page = one_page(request, rows, query, order=("name_pinyin", "number"))
    show(request, "D02", page["items"])
    rooms = browse.rooms_of(page["items"])
    for person in page["items"]:
        person.room = rooms.get(person.pk)
    return page


@endpoints.get("/people/{int:person}", "people.browse", PersonSheet)
def person_show(request, person: Id):
    """One person of the roster. Leaves one line in the glass log."""
    found = browse.person_for(request.user, person)
    show(request, "D02", [found])
    return _sheet(found)


@endpoints.get("/inbox", "inbox.read", Page[MessageOut])
def inbox_list(request, query: Query[PageQuery]):
    """One's own messages, the newest first."""
    return one_page(request, visible(request.user, "inbox.read", InboxMessage), query, order=("-pk",))


@endpoints.post("/inbox/{int:message}/read", "inbox.update", Receipt)
def inbox_read(request, message: Id):
    """Mark a message read."""
    inbox.open_message(request.user, message)
    return receipt(message, "/inbox")


@endpoints.post("/inbox/read-all", "inbox.update", Done)
def inbox_read_all(request):
    """Mark every message read."""
    count, _stamp = inbox.read_all(request.user)
    return {"done": count}


def _sheet(person) -> dict:
    return {"person": person, "room": browse.rooms_of([person]).get(person.pk), "posts": browse.posts_held(person)}
