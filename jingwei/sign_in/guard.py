"""Against guessing: django-axes asks here before a password is looked at, and tells here how it went.

Half a campus shares one address, so an address alone is never a reason to refuse. What counts is the account; a device
on which its owner has been before has a count of its own, so that strangers' guesses never keep the owner out. Two more
signs are of many accounts at once: the same word tried on all of them, and one address where hardly anybody gets in.
Only devices that the account has not been seen on meet these two.

A guess is written down before it is looked at and is counted with the others: as many at once as there may be, no more
than TRIES are looked at.
"""

from datetime import timedelta

from axes.handlers.base import AxesHandler
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from jingwei.core.callers import address_of

from . import devices
from .models import Guess

TRIES = 10  # wrong ones for one account …
REST = timedelta(minutes=30)  # … within this long, then it rests
WORD_ACCOUNTS = 20  # accounts on which one word may fail …
WORD_REST = timedelta(hours=24)  # … within this long
ADDRESS_ACCOUNTS = 60  # accounts that may fail at one address within REST …
ADDRESS_GOOD = 3  # … unless at least one in so many got in there
KEPT = timedelta(hours=24)


class Handler(AxesHandler):
    """What axes calls for passwords. Other ways in send no password and are not asked."""

    def is_allowed(self, request, credentials: dict | None = None) -> bool:
        number = (credentials or {}).get("username")
        if number is None:
            return True
        request.guess = reserve(request, number, credentials.get("password", ""))
        request.axes_locked_out = request.guess is None  # the middleware says so to whoever tries
        return not request.axes_locked_out

    def user_logged_in(self, sender, request, user, **kwargs) -> None:
        if guess := getattr(request, "guess", None):
            succeed(guess)


def reserve(request, account: str, word: str, *, device: str | None = None) -> Guess | None:
    """Write the guess down; None where it is one too many, and then it leaves no trace."""
    guess = Guess(
        at=timezone.now(),
        account=_sign("account", account),
        device=devices.known(request, account) if device is None else device,
        address=_sign("address", address_of(request)),
        word=_sign("word", word)[:6] if word else "",
    )
    guess.save()
    if _too_many(guess):
        guess.delete()
        return None
    return guess


def succeed(guess: Guess) -> None:
    """The right one: what was wrong before it, from this side, is forgotten."""
    Guess.objects.filter(account=guess.account, device=guess.device, good=False).exclude(pk=guess.pk).delete()
    guess.good = True
    guess.save(update_fields=["good"])


def forget_old() -> int:
    return Guess.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def _too_many(guess: Guess) -> bool:
    recent = Guess.objects.filter(at__gt=guess.at - REST)
    if recent.filter(account=guess.account, device=guess.device, good=False).count() > TRIES:
        return True
    return not guess.device and (_is_sprayed(guess) or _is_raided(guess, recent))


def _is_sprayed(guess: Guess) -> bool:
    """One word for everybody: who chose it is let in from a device of their own, nobody from elsewhere."""
    if not guess.word:
        return False
    tried = Guess.objects.filter(word=guess.word, at__gt=guess.at - WORD_REST, device="", good=False)
    return tried.aggregate(n=Count("account", distinct=True))["n"] > WORD_ACCOUNTS


def _is_raided(guess: Guess, recent) -> bool:
    """Many accounts at one address, and hardly anybody gets in."""
    found = recent.filter(address=guess.address).aggregate(
        failed=Count("account", distinct=True, filter=Q(good=False, device="")),
        good=Count("account", distinct=True, filter=Q(good=True)),
    )
    return found["failed"] > ADDRESS_ACCOUNTS and found["good"] * ADDRESS_GOOD < found["failed"]


def _sign(kind: str, text: str) -> str:
    return salted_hmac(f"jingwei.sign_in.{kind}", text, algorithm="sha256").hexdigest()[:32]
