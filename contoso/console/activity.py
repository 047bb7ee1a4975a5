"""What was minted, ordered and redeemed over time, as charts of bars."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import DateTimeField, Sum
from django.db.models.functions import Trunc

from projections.models import Activity

SERIES = {"minted": "Minted", "reserved": "Ordered", "redeemed": "Redeemed"}


@dataclass(frozen=True)
class Period:
    """How time is cut: `count` spans that end with the current one."""

    name: str
    title: str
    unit: str
    count: int
    before: Callable[[datetime], datetime]
    format: str


@dataclass(frozen=True)
class Column:
    """A span of time with its sum; `percent` is its height beside the highest one."""

    label: str
    count: int
    percent: float


@dataclass(frozen=True)
class Chart:
    """One series."""

    title: str
    columns: tuple[Column, ...]

    @property
    def total(self) -> int:
        """The sum of all columns."""
        return sum(column.count for column in self.columns)

    @property
    def highest(self) -> int:
        """The largest column."""
        return max(column.count for column in self.columns)


def _month_before(start: datetime) -> datetime:
    return (start - timedelta(days=1)).replace(day=1)


PERIODS = (
    Period("hours", "24 hours", "hour", 24, lambda at: at - timedelta(hours=1), "%H:00"),
    Period("days", "30 days", "day", 30, lambda at: at - timedelta(days=1), "%Y-%m-%d"),
    Period("months", "12 months", "month", 12, _month_before, "%Y-%m"),
)


def period_of(name: str | None) -> Period:
    """Return the period of a name; the first for any other."""
    return next((period for period in PERIODS if period.name == name), PERIODS[0])


def charts(period: Period, now: datetime, catalog_id: str | None = None) -> list[Chart]:
    """Return a chart of each series, of one catalog item or of all; one query."""
    starts = _starts(period, now)
    rows = Activity.objects.filter(hour__gte=starts[0])
    if catalog_id is not None:
        rows = rows.filter(catalog_id=catalog_id)
    span = Trunc("hour", period.unit, output_field=DateTimeField(), tzinfo=UTC)
    sums = rows.order_by().values_list(span).annotate(*map(Sum, SERIES))
    found = {
        (start, name): int(count)
        for start, *counts in sums
        for name, count in zip(SERIES, counts, strict=True)
    }
    return [
        _chart(title, [(at, found.get((at, name), 0)) for at in starts], period)
        for name, title in SERIES.items()
    ]


def _starts(period: Period, now: datetime) -> list[datetime]:
    start = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    if period.unit != "hour":
        start = start.replace(hour=0)
    if period.unit == "month":
        start = start.replace(day=1)
    starts = [start]
    while len(starts) < period.count:
        starts.append(period.before(starts[-1]))
    return starts[::-1]


def _chart(title: str, counted: list[tuple[datetime, int]], period: Period) -> Chart:
    highest = max(count for _, count in counted) or 1
    return Chart(
        title,
        tuple(
            Column(at.strftime(period.format), count, count * 100 / highest)
            for at, count in counted
        ),
    )
