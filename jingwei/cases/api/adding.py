"""What is added to a case: photos, remarks, «me too», the rating."""

from typing import Literal

from ninja import Field, File
from ninja.files import UploadedFile

from jingwei.api.keys import FORM
from jingwei.api.schemas import Done, Id, Input, Receipt, Text, receipt
from jingwei.cases import actions
from jingwei.cases.models import Photo
from jingwei.cases.views import held_case

from .endpoints import endpoints


class Remark(Input):
    text: Text = Field(min_length=1, max_length=500)


class Verdict(Input):
    level: Literal[1, 2, 3] = Field(description="3 satisfied, 2 fair, 1 unsatisfied.")


@endpoints.post("/cases/{int:case}/photos", "photos.add", Receipt, scope="report", status=201, takes=FORM)
def photo_add(request, case: Id, photo: File[UploadedFile]):
    """Add a picture, before the work or, by the handler, after it. It is re-encoded; nothing of the file is kept as sent."""
    found = held_case(request.user, case)
    stage = Photo.Stage.AFTER if found.handler_id == request.user.pk else Photo.Stage.BEFORE
    added = actions.add_photo(request.user, case, upload=photo, stage=stage)
    return receipt(added.pk, f"/photos/{added.pk}")


@endpoints.post("/cases/{int:case}/remarks", "cases.remark", Receipt, status=201)
def remark_add(request, case: Id, body: Remark):
    """A line for those who deal with the case."""
    added = actions.add_remark(request.user, case, text=body.text)
    return receipt(added.pk, f"/cases/{case}")


@endpoints.post("/cases/{int:case}/join", "cases.support", Done, scope="report")
def case_join(request, case: Id):
    """«Me too»: the caller is told how it goes on."""
    actions.join_case(request.user, case)
    return {"done": 1}


@endpoints.post("/cases/{int:case}/rating", "cases.answer", Receipt, scope="report")
def case_rate(request, case: Id, body: Verdict):
    """The reporter's one question, once a closing; sent again it changes the answer."""
    actions.rate_case(request.user, case, level=body.level)
    return receipt(case, f"/cases/{case}")
