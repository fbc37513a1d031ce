"""The log as a running college writes it."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from jingwei.core.logs import QuietFormatter


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """What every logger says within the block, through the product's own formatter."""
    kept, stream = logging.getLogger(), io.StringIO()
    written = settings.LOGGING["formatters"]["line"]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(QuietFormatter(fmt=written["fmt"], style=written["style"]))
    kept.addHandler(handler)
    try:
        yield stream
    finally:
        kept.removeHandler(handler)
