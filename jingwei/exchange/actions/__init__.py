"""Writes of imports. The verbs stand by noun:

staging.py      stage_import · decide_finding · refresh_preview
bringing.py     bring_import: the page's way, read by the worker
confirming.py   confirm_import · start_import · stop_import
undoing.py      undo_import
tidying.py      discard_import · discard_stale_previews · forget_old_undos
"""

from .bringing import bring_import
from .confirming import OutdatedError, confirm_import, start_import, stop_import
from .staging import CAPABILITY, MOST_FILES, decide_finding, refresh_preview, stage_import
from .tidying import discard_import, discard_stale_previews, forget_old_undos
from .undoing import undo_import

__all__ = [
    "CAPABILITY",
    "MOST_FILES",
    "OutdatedError",
    "bring_import",
    "confirm_import",
    "decide_finding",
    "discard_import",
    "discard_stale_previews",
    "forget_old_undos",
    "refresh_preview",
    "stage_import",
    "start_import",
    "stop_import",
    "undo_import",
]
