"""How a line of the log is written: where something went wrong and of what kind, and nothing of what it went wrong with.

A message of an error quotes values (a duplicate number, an address that bounced), a path quotes ids. Both stay out: an
error is its kind and the places in the code, a request is the name of its route.
"""

import copy
import logging
import traceback
from datetime import UTC, datetime


class QuietFormatter(logging.Formatter):
    def formatTime(self, record, datefmt=None) -> str:  # noqa: N802 - logging's name
        """With its zone: lines of several machines are read side by side."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.exc_text = None  # another formatter may have left its words there
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            record.msg, record.args = (
                "%s route=%s",
                (getattr(record, "status_code", "-"), getattr(match, "view_name", "-")),
            )
        return super().format(record)

    def formatException(self, failure) -> str:  # noqa: N802 - logging's name
        lines = []
        error = failure[1]
        while error is not None:
            lines += [type(error).__qualname__, *traceback.format_tb(error.__traceback__)]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines).rstrip()
