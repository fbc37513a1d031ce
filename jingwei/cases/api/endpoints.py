from django.core.exceptions import ValidationError

from jingwei.api.endpoints import Endpoints
from jingwei.api.problems import not_fitting
from jingwei.cases.models import Case

endpoints = Endpoints("cases")


def case_receipt(case: Case) -> dict:
    return {"id": case.pk, "href": f"/api/v1/cases/{case.pk}", "number": case.number, "state": case.state}


def checked(form) -> dict:
    """What the form of the page makes of the input. Raises Problem with its errors by field."""
    if not form.is_valid():
        raise not_fitting(ValidationError(form.errors.as_data()))
    return form.cleaned_data
