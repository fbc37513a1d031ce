"""The shape of what people type. What may be done with it is the actions' to say."""

from .filters import ListFilter
from .photo import PhotoForm
from .rating import RatingForm
from .remark import RemarkForm
from .report import ReportForm

__all__ = ["ListFilter", "PhotoForm", "RatingForm", "RemarkForm", "ReportForm"]
