"""Some weeks of cases for the demonstration, played through the actions themselves with the clock set back."""

from .weeks import play_weeks

__all__ = ["play_weeks"]
