"""`{% load when %}`: `{{ moment|when }}`, `{{ moment|before }}`, with the whole date behind; `{{ span|how_long }}`."""

from datetime import datetime

from django import template
from django.utils.html import format_html

from jingwei.core import when as spoken

register = template.Library()


@register.filter
def when(moment):
    """«今晚 19:00» in a <time> that names the whole date."""
    return _time(moment, spoken.words(moment)) if moment else ""


@register.filter
def before(moment):
    """«周四 17:00 前» in a <time> that names the whole date."""
    return _time(moment, spoken.before(moment)) if moment else ""


@register.filter
def when_words(moment) -> str:
    """The words alone, for attributes."""
    return spoken.words(moment) if moment else ""


@register.filter
def how_long(span) -> str:
    return spoken.length(span) if span is not None else ""


def _time(moment, text: str):
    stamp = moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()
    return format_html('<time datetime="{}" title="{}">{}</time>', stamp, spoken.exact(moment), text)
