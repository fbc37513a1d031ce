"""Posts given by hand: who holds which, giving one, ending one."""

from datetime import datetime

from ninja import Field

from jingwei.api.endpoints import Endpoints
from jingwei.api.schemas import Id, Input, Named, Output, Receipt, Text, Thing, receipt
from jingwei.gate.pages import show

from . import actions, queries

endpoints = Endpoints("posts", scope="manage")


class Holder(Thing):
    """An appointment; its id is what is ended."""

    person: Named
    since: datetime

    @staticmethod
    def resolve_since(appointment) -> datetime:
        return appointment.start


class PostOut(Output):
    post: str = Field(description="Its key.", examples=["warden:3"])
    role: str
    role_label: str
    unit: str = Field(description="The unit it is held over; empty for the college as a whole.")
    holders: list[Holder]


class NewPost(Input):
    number: Text = Field(min_length=2, max_length=20, description="Whose it becomes.", examples=["T2003"])
    post: Text = Field(max_length=40, examples=["warden:3"])
    name: Text = Field("", max_length=40, description="For staff who have no account yet.")


@endpoints.get("/posts", "gate.appoint", list[PostOut])
def post_list(request):
    """Every post that is given by hand, vacant ones too, with who holds it now."""
    table = queries.held_posts(request.user)
    show(request, "D04", [row.person_id for _label, held in table for item in held for row in item.appointments])
    return [
        {
            "post": item.post.key,
            "role": item.post.role,
            "role_label": str(label),
            "unit": str(item.post.unit),
            "holders": item.appointments,
        }
        for label, held in table
        for item in held
    ]


@endpoints.post("/posts", "gate.appoint", Receipt, status=201)
def post_give(request, body: NewPost):
    """Give a post."""
    return receipt(actions.give_post(request.user, **body.dict()).pk, "/posts")


@endpoints.post("/appointments/{int:appointment}/end", "gate.appoint", Receipt)
def post_end(request, appointment: Id):
    """End a post now; the rights end with it."""
    return receipt(actions.end_post(request.user, appointment).pk, "/posts")
