"""Codes that let somebody in, the devices people are signed in on, and the guesses that were made."""

from .codes import CodeRequest, SignInCode
from .devices import Device
from .guesses import Guess

__all__ = ["CodeRequest", "Device", "Guess", "SignInCode"]
