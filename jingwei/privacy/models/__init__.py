"""What people ask for about their own data, and the records of looking where one usually may not."""

from .erasure import Tombstone
from .files import DataCopy, ExportRequest, MadeFile
from .looking import BreakGlass, Inquiry, NoticeDelay
from .requests import Correction, Objection, SubjectRequest

__all__ = [
    "BreakGlass",
    "Correction",
    "DataCopy",
    "ExportRequest",
    "Inquiry",
    "MadeFile",
    "NoticeDelay",
    "Objection",
    "SubjectRequest",
    "Tombstone",
]
