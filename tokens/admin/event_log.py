"""The event log: browsed from the newest on, by stream, type, correlation or time."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from tokens.admin.event_filters import CorrelationFilter, StreamFilter, TimeFilter, TypeFilter
from tokens.admin.event_page import context_of
from tokens.admin.keyset import KeysetChangeList
from tokens.admin.links import events_address, link, sequence_address
from tokens.admin.read_only import ReadOnlyAdmin
from tokens.admin.sequence_page import sequence_context
from tokens.models import Event

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.urls import URLPattern
    from django.utils.safestring import SafeString


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Every event, the newest first; the hundredth page costs what the first does."""

    list_display = (
        "place",
        "recorded_on",
        "type",
        "stream_link",
        "version",
        "actor_name",
        "follow",
    )
    list_filter = (
        TypeFilter,
        StreamFilter,
        CorrelationFilter,
        ("recorded_on", TimeFilter),
    )
    list_filter_submit = True
    sortable_by = ()
    search_fields = ("stream",)
    search_help_text = "The whole name of a stream, such as order-…"
    change_list_template = "admin/tokens/event_list.html"

    def get_urls(self) -> "list[URLPattern]":
        """Add the page that follows a correlation id."""
        sequence = self.admin_site.admin_view(self.sequence)
        return [path("sequence/", sequence, name="tokens_event_sequence"), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        _form_url: str = "",
        _extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """Show an event by its position."""
        place = _position(object_id)
        event = None if place is None else Event.objects.filter(pk=place).first()
        if event is None:
            message = "There is no event at this position."
            raise Http404(message)
        return self._page(request, "event", context_of(event))

    def sequence(self, request: HttpRequest) -> HttpResponse:
        """Show all that one request led to, in order."""
        place = _position(request.GET.get("after", "")) or 0
        return self._page(
            request, "sequence", sequence_context(request.GET.get("id", ""), place)
        )

    def _page(
        self, request: HttpRequest, name: str, context: dict[str, object]
    ) -> TemplateResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/tokens/{name}.html", {**shared, **context})

    @admin.display(description="position")
    def place(self, event: Event) -> str:
        """Return the position, with its thousands apart."""
        return f"{event.position:,}"

    @admin.display(description="stream")
    def stream_link(self, event: Event) -> "SafeString":
        """Return a link to the events of the stream."""
        return link(events_address(stream=event.stream), event.stream)

    @admin.display(description="by")
    def actor_name(self, event: Event) -> str:
        """Return who asked for it."""
        return event.actor or "the system"

    @admin.display(description="request")
    def follow(self, event: Event) -> "SafeString":
        """Return a link to all that the same request led to."""
        return link(sequence_address(event.correlation_id), "Follow")

    def get_changelist(self, _request: HttpRequest, **_kwargs: Any) -> type[KeysetChangeList]:  # noqa: ANN401 - Django's
        """Page by keys."""
        return KeysetChangeList

    def keyset_of(self, request: HttpRequest) -> str:
        """Page through a stream by its versions, which its own index has in order."""
        one_stream = request.GET.get("stream", "").strip() or request.GET.get("q", "").strip()
        return "version" if one_stream else "position"

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Event]":
        """Leave what events say to their own pages: some say it of thousands of ranges."""
        return super().get_queryset(request).defer("data")  # type: ignore[no-any-return]

    def get_search_results(
        self, _request: HttpRequest, events: "QuerySet[Event]", search_term: str
    ) -> "tuple[QuerySet[Event], bool]":
        """Look for a stream to the letter, as its index has it."""
        wanted = search_term.strip()
        return (events.filter(stream=wanted) if wanted else events), False


def _position(text: str) -> int | None:
    """Return the position that a text names, None where it cannot be one."""
    is_one = text.isascii() and text.isdecimal() and len(text) < len(str(1 << 63))
    return int(text) if is_one else None
