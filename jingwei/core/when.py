"""Times as people say them: 今晚 19:00, 周四 17:00, 下周三, 11月16日. The exact date stands beside, for whoever asks."""

from datetime import date, datetime, timedelta

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from . import clock

EVENING = 18  # o'clock


def words(moment: date | datetime, now: datetime | None = None) -> str:
    """The moment (aware) or day, seen from now, in the reader's language."""
    today = timezone.localdate(now or clock.now())
    if not isinstance(moment, datetime):
        return _day(moment, today)
    local = timezone.localtime(moment)
    time = dateformat.time_format(local, "G:i")
    if local.hour >= EVENING and local.date() in (nights := _nights(today)):
        return nights[local.date()].format(time=time)
    return _("{day} {time}").format(day=_day(local.date(), today), time=time)


def before(moment: date | datetime, now: datetime | None = None) -> str:
    """A deadline: «周四 17:00 前»."""
    return _("{when} 前").format(when=words(moment, now))


def exact(moment: date | datetime) -> str:
    """The whole date: «2026年11月19日 周四 17:00»."""
    day = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    # the messages are Django's date formats
    full = f"{dateformat.format(day, _('Y年n月j日'))} {_weekdays()[day.weekday()]}"
    return f"{full} {dateformat.time_format(day, 'G:i')}" if isinstance(moment, datetime) else full


def length(span: timedelta) -> str:
    """How long: «9 小时 50 分», «3 天 4 小时», with the two largest units."""
    minutes = max(int(span.total_seconds()) // 60, 0)
    hours, minutes = divmod(minutes, 60)
    days, hours_left = divmod(hours, 24)
    long = [(days, _("{n} 天")), (hours_left, _("{n} 小时"))]
    short = [(hours, _("{n} 小时")), (minutes, _("{n} 分"))]
    return " ".join(text.format(n=n) for n, text in (long if days >= 2 else short) if n) or _("{n} 分").format(n=0)


def _day(day: date, today: date) -> str:
    near = {today: _("今天"), today + timedelta(days=1): _("明天"), today - timedelta(days=1): _("昨天")}
    if day in near:
        return near[day]
    monday = today - timedelta(days=today.weekday())
    weeks = {0: "{day}", 1: _("下{day}"), -1: _("上{day}")}
    distance = (day - monday).days // 7
    if distance in weeks:
        return weeks[distance].format(day=_weekdays()[day.weekday()])
    return dateformat.format(day, _("n月j日") if day.year == today.year else _("Y年n月j日"))


def _nights(today: date) -> dict[date, str]:
    return {
        today: _("今晚 {time}"),
        today + timedelta(days=1): _("明晚 {time}"),
        today - timedelta(days=1): _("昨晚 {time}"),
    }


def _weekdays() -> list[str]:
    return [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")]
