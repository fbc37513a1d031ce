"""What `jingwei doctor` says about the school's servers."""

from django.core.checks import Error

from . import is_doubtful, named


def check_numbers(**_options) -> list[Error]:
    if not is_doubtful():
        return []
    told = (
        f"{', '.join(named())}: several of the school's servers are set, so none of them is used. If a number means the "
        "same person in all of them, and is never given anew, say so by SCHOOL_NUMBERS_AGREE=true; else leave one."
    )
    return [Error(told, id="sign_in.E001")]
