"""CAS 3. The service's address carries a word of this session, so that a ticket is good only where it was asked for."""

import secrets

import requests
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django_cas_ng.utils import get_cas_client

from . import servers
from .welcome import refused, welcome

KEPT = "cas"


def start(request):
    kept = request.session[KEPT] = {"state": secrets.token_urlsafe(16), "next": request.POST.get("next", "")}
    return redirect(_client(request, kept["state"]).get_login_url())


def arrive(request):
    kept = request.session.pop(KEPT, None)
    if kept is None or not constant_time_compare(kept["state"], request.GET.get("state", "")):
        return refused(request)
    number, attributes = _verified(request, kept["state"], request.GET.get("ticket", ""))
    if not number:
        return refused(request)
    return welcome(request, number, to=kept["next"], factor=_two_factors(attributes))


def _client(request, state: str):
    service = request.build_absolute_uri(f"{reverse('cas_callback')}?state={state}")
    client = get_cas_client(service_url=service, request=request)
    client.session = servers.session()
    return client


def _verified(request, state: str, ticket: str) -> tuple[str, dict]:
    """The number that the server vouches for, and what else it says; an empty number where it does not."""
    try:
        name, attributes, _granting = _client(request, state).verify_ticket(ticket)
    except requests.RequestException:
        return "", {}
    attributes = attributes or {}
    wanted = settings.CAS_NUMBER_ATTRIBUTE
    return str((attributes.get(wanted) if wanted else name) or ""), attributes


def _two_factors(attributes: dict) -> bool:
    """CAS_SECOND_FACTOR is `attribute=value`, declared by the college to mean that the server asked for two factors."""
    name, _equals, value = settings.CAS_SECOND_FACTOR.partition("=")
    said = attributes.get(name) if name else None
    return value in (said if isinstance(said, list) else [said])
