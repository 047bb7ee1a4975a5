"""Dates, times, moments and durations as text and back (OData 4.01 ABNF; CSDL, 3.3).

All moments are in UTC, and years run from 1 to 9999: what Python's datetime and every client
can hold. ValueError tells that a text shows none.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

_NOT_OF_TYPE = "not of the type"
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?", re.ASCII)
_DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?:(?P<days>\d{1,7})D)?"
    r"(?:T(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,10})M)?"
    r"(?:(?P<seconds>\d{1,12}(?:\.\d{1,12})?)S)?)?",
    re.ASCII | re.IGNORECASE,
)
_FRACTION = re.compile(r"\.(\d{1,6})\d*")
_MOST_DAYS = timedelta(days=3_652_059)
"""As many days as there are from year 1 to 9999."""
_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}


def moment_text(value: datetime) -> str:
    """An Edm.DateTimeOffset in UTC with Z; a naive datetime is taken to be UTC."""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat().replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The moment in UTC, to the microsecond."""
    if not _MOMENT.fullmatch(text):
        raise ValueError(_NOT_OF_TYPE)
    try:
        return datetime.fromisoformat(_FRACTION.sub(r".\1", text.upper())).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(_NOT_OF_TYPE) from error


def day(text: str) -> date:
    """The Edm.Date."""
    if not _DATE.fullmatch(text):
        raise ValueError(_NOT_OF_TYPE)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(_NOT_OF_TYPE) from error


def time_of_day(text: str) -> time:
    """The Edm.TimeOfDay, to the microsecond."""
    if not _TIME.fullmatch(text):
        raise ValueError(_NOT_OF_TYPE)
    try:
        return time.fromisoformat(_FRACTION.sub(r".\1", text))
    except ValueError as error:
        raise ValueError(_NOT_OF_TYPE) from error


def duration(text: str) -> timedelta:
    """The Edm.Duration in days and smaller units, to the microsecond."""
    match = _DURATION.fullmatch(text)
    if match is None or text[-1] in "PpTt":
        raise ValueError(_NOT_OF_TYPE)
    seconds = sum(Decimal(match[unit] or 0) * size for unit, size in _SECONDS.items())
    found = timedelta(days=int(match["days"] or 0), microseconds=int(seconds * 1_000_000))
    if found > _MOST_DAYS:
        raise ValueError(_NOT_OF_TYPE)
    return -found if match["sign"] == "-" else found


def duration_text(value: timedelta) -> str:
    """An Edm.Duration such as -P1DT2H3M4.5S; PT0S for none."""
    sign, rest = ("-", -value) if value < timedelta(0) else ("", value)
    hours, seconds = divmod(rest.seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    fraction = f".{rest.microseconds:06}".rstrip("0") if rest.microseconds else ""
    days = f"{rest.days}D" if rest.days else ""
    within = "".join(
        part
        for part, shown in (
            (f"{hours}H", hours),
            (f"{minutes}M", minutes),
            (f"{seconds}{fraction}S", seconds or fraction),
        )
        if shown
    )
    if within:
        return f"{sign}P{days}T{within}"
    return f"{sign}P{days}" if days else "PT0S"
