"""Asking the school's servers. They are where the environment says: an answer that points elsewhere is not followed."""

from functools import partial

import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

SECONDS = 10


def session() -> requests.Session:
    """For whatever speaks to a server of the school: it follows nothing, and does not wait for long."""
    made = requests.Session()
    made.max_redirects = 0
    made.request = partial(made.request, timeout=SECONDS)
    return made


def ask(address: str, **how) -> dict:
    """The JSON object that stands there. Raises OAuth2Error where none does."""
    try:
        with session() as asking:
            answer = asking.get(address, **how)
            answer.raise_for_status()
            said = answer.json()
    except requests.RequestException as error:
        raise OAuth2Error(f"The school's server did not answer: {type(error).__name__}") from error
    if not isinstance(said, dict):
        raise OAuth2Error("The school's server answered with something else than an object")
    return said
