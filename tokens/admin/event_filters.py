"""What the event log is filtered by; each condition is answered along an index."""

from datetime import MAXYEAR, MINYEAR, date, datetime, time
from typing import TYPE_CHECKING, Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.utils.timezone import make_aware
from unfold.contrib.filters.admin import DropdownFilter, RangeDateTimeFilter, TextFilter

from tokens.admin.choices import chosen
from tokens.admin.log_times import first_position_since, last_position_until
from tokens.application.registry import EVENTS

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from tokens.models import Event

    Events = QuerySet[Event]


class StreamFilter(TextFilter):  # type: ignore[misc] # unfold ships no types
    """The events of one stream."""

    title = "stream"
    parameter_name = "stream"

    def queryset(self, _request: "HttpRequest", events: "Events") -> "Events":
        """Keep those of the stream."""
        wanted = (self.value() or "").strip()
        return events.filter(stream=wanted) if wanted else events


class CorrelationFilter(TextFilter):  # type: ignore[misc] # unfold ships no types
    """All that one request led to."""

    title = "correlation id"
    parameter_name = "correlation_id"

    def queryset(self, _request: "HttpRequest", events: "Events") -> "Events":
        """Keep those of the correlation."""
        wanted = (self.value() or "").strip()
        return events.filter(correlation_id=wanted) if wanted else events


class TypeFilter(DropdownFilter):  # type: ignore[misc] # unfold ships no types
    """Events of one type."""

    title = "type"
    parameter_name = "type"

    def lookups(self, _request: "HttpRequest", _admin: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - Django's
        """Offer the types that there are, without a look at the log."""
        return [(name, name) for name in sorted(EVENTS)]

    def queryset(self, request: "HttpRequest", events: "Events") -> "Events":
        """Keep those of the type."""
        wanted = chosen(request, self)
        return events.filter(type=wanted) if wanted else events


class TimeFilter(RangeDateTimeFilter):  # type: ignore[misc] # unfold ships no types
    """From one time to another; a time of day that is left out is the day's first or last."""

    def queryset(self, _request: "HttpRequest", events: "Events") -> "Events":
        """Keep those between, by a range of positions first."""
        since, until = self._moment("from", time.min), self._moment("to", time.max)
        if since:
            place = first_position_since(since)
            events = events.filter(position__gte=place, recorded_on__gte=since)
        if until:
            place = last_position_until(until)
            events = events.filter(position__lte=place, recorded_on__lte=until)
        return events

    def _moment(self, end: str, otherwise: time) -> datetime | None:
        day = self.used_parameters.get(f"{self.parameter_name}_{end}_0")
        clock = self.used_parameters.get(f"{self.parameter_name}_{end}_1")
        try:
            at = time.fromisoformat(clock) if clock else otherwise
            found = datetime.combine(date.fromisoformat(day), at) if day else None
            aware = found and make_aware(found)
        except ValueError as error:
            raise IncorrectLookupParameters from error
        # The log is looked at a little before and after.
        if aware and not MINYEAR < aware.year < MAXYEAR:
            raise IncorrectLookupParameters
        return aware
