"""What does not fit, in words: the schema's refusals in the caller's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SENTENCES = {
    "missing": gettext_lazy("必填"),
    "extra_forbidden": gettext_lazy("没有这一项"),
    "string_too_short": gettext_lazy("至少 {min_length} 个字"),
    "string_too_long": gettext_lazy("最多 {max_length} 个字"),
    "string_pattern_mismatch": gettext_lazy("里面有不能用的字符"),
    "string_type": gettext_lazy("要填文字"),
    "int_type": gettext_lazy("要填整数"),
    "int_parsing": gettext_lazy("要填整数"),
    "int_from_float": gettext_lazy("要填整数"),
    "bool_type": gettext_lazy("要填 true 或 false"),
    "bool_parsing": gettext_lazy("要填 true 或 false"),
    "greater_than_equal": gettext_lazy("不能小于 {ge}"),
    "less_than_equal": gettext_lazy("不能大于 {le}"),
    "too_long": gettext_lazy("最多 {max_length} 项"),
    "too_short": gettext_lazy("至少 {min_length} 项"),
    "literal_error": gettext_lazy("只能是 {expected}"),
    "enum": gettext_lazy("只能是 {expected}"),
    "date_from_datetime_parsing": gettext_lazy("日期写成 2026-11-30"),
    "date_type": gettext_lazy("日期写成 2026-11-30"),
    "datetime_from_date_parsing": gettext_lazy("时间写成 2026-11-30T14:00:00+08:00"),
    "datetime_type": gettext_lazy("时间写成 2026-11-30T14:00:00+08:00"),
    "timezone_aware": gettext_lazy("时间写成 2026-11-30T14:00:00+08:00"),
}


def sentence_of(error: dict) -> str:
    """The sentence for one of pydantic's errors."""
    text, known = SENTENCES.get(error["type"]), dict(error.get("ctx", {}))
    if "expected" in known:
        known["expected"] = known["expected"].replace(" or ", ", ")
    return str(text).format_map(known) if text else _("这个值不合要求")
