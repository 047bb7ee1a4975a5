"""Projections: how far each is, how fast, and what operators do about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from projections import checkpoints, upkeep
from projections.admin.parts import Bar, Fact, Table
from projections.models import Checkpoint, ParkedStream, Rebuild
from projections.projectors import PROJECTIONS, named
from projections.status import State, Status, statuses
from tokens.admin.commands import carry_out, require
from tokens.admin.links import link
from tokens.admin.read_only import ReadOnlyAdmin
from tokens.bootstrap import EVENTS_TASK, UPKEEP_TASK, event_reader, hints

SHOWN = 20
HEADERS = ("Projection", "State", "Position", "Head of the log", "Behind", "Seconds")
COLORS = {
    State.RUNNING: "bg-green-100 text-green-700 dark:bg-green-500/20 dark:text-green-400",
    State.PAUSED: "bg-orange-100 text-orange-700 dark:bg-orange-500/20 dark:text-orange-400",
    State.STALLED: "bg-red-100 text-red-700 dark:bg-red-500/20 dark:text-red-400",
    State.REBUILDING: "bg-blue-100 text-blue-700 dark:bg-blue-500/20 dark:text-blue-400",
}
LABEL = '<span class="inline-block font-semibold px-2 py-1 rounded-default {}">{}</span>'


@admin.register(Checkpoint)
class CheckpointAdmin(ReadOnlyAdmin):
    """A page for all, and one for each."""

    def get_urls(self) -> list[URLPattern]:
        """Add where deeds are sent."""
        view = self.admin_site.admin_view(require_POST(self.do))
        name = "projections_checkpoint_do"
        return [path("<slug:name>/do/<slug:deed>/", view, name=name), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show all of them, whether or not they have ever run."""
        table = Table(
            "All projections",
            (*HEADERS, "Events a second", "Parked streams"),
            [_cells(status) for status in statuses(PROJECTIONS, event_reader())],
            numeric=frozenset({*HEADERS[2:], "Events a second", "Parked streams"}),
        )
        context = {"title": "Projections", "tables": [table], **(extra_context or {})}
        return self._show(request, context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        _form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one with its rebuilds and parked streams, and with what can be done."""
        (status,) = statuses([_named(object_id)], event_reader())
        rebuilds = list(Rebuild.objects.filter(projection=object_id).order_by("-id")[:SHOWN])
        context = {
            "title": f"Projection {object_id}",
            "name": object_id,
            "bars": [_progress(one) for one in rebuilds if one.is_open],
            "facts": _facts(status),
            "tables": [_rebuilds(rebuilds), _parked(object_id)],
            "is_paused": status.paused_on is not None,
            "may_act": request.user.has_perm("tokens.manage_machinery"),
            **(extra_context or {}),
        }
        return self._show(request, context)

    def do(self, request: HttpRequest, name: str, deed: str) -> HttpResponse:
        """Pause, resume or rebuild, and show what came of it."""
        require(request, "manage_machinery")
        deeds: dict[str, tuple[str, Callable[[], str]]] = {
            "pause": ("PauseProjection", lambda: _pause(name)),
            "resume": ("ResumeProjection", lambda: _resume(name)),
            "rebuild": (
                "RebuildProjection",
                lambda: _rebuild(name, request.user.get_username()),
            ),
        }
        _named(name)
        if deed not in deeds:
            raise Http404
        action, act = deeds[deed]
        carry_out(request, action, f"projection-{name}", act)
        return redirect("admin:projections_checkpoint_change", name)

    def _show(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        shown = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, "admin/projections/projections.html", shown)


def _named(name: str) -> Any:  # noqa: ANN401 - a projection
    try:
        return named(name)
    except KeyError:
        raise Http404 from None


def _pause(name: str) -> str:
    checkpoints.pause(name)
    return f"{name} stands still at {checkpoints.position(name):,} until it is resumed."


def _resume(name: str) -> str:
    checkpoints.resume(name)
    hints(EVENTS_TASK).give()
    return f"{name} goes on."


def _rebuild(name: str, operator: str) -> str:
    upkeep.ask_for_rebuild(name, operator)
    hints(UPKEEP_TASK).give()
    return f"A worker rebuilds {name}; you need not wait here."


def _cells(status: Status) -> list[object]:
    one = status.lag
    page = reverse("admin:projections_checkpoint_change", args=[one.projection])
    figures = (one.position, one.head, one.events)
    return [
        link(page, one.projection),
        _label(status.state),
        *(f"{figure:,}" for figure in figures),
        f"{one.seconds:,.1f}",
        f"{status.rate:,.1f}",
        f"{one.parked:,}",
    ]


def _label(state: State) -> str:
    return format_html(LABEL, COLORS[state], state.value)


def _facts(status: Status) -> list[Fact]:
    one = status.lag
    facts = [
        Fact("Projection", one.projection),
        Fact("State", _label(status.state)),
        Fact("Position", f"{one.position:,}"),
        Fact("Head of the log", f"{one.head:,}"),
        Fact("Behind", f"{one.events:,} events, {one.seconds:,.1f} seconds"),
        Fact("Events a second", f"{status.rate:,.1f}"),
    ]
    return [*facts, Fact("Paused since", status.paused_on)] if status.paused_on else facts


def _progress(asked: Rebuild) -> Bar:
    label = "Rebuild" if asked.started_on else "Rebuild, waits for a worker of queue upkeep"
    return Bar(label, min(asked.position, asked.head), asked.head)


def _rebuilds(rebuilds: list[Rebuild]) -> Table:
    rows = [(o.asked_on, o.operator, o.state, o.ended_on, _outcome(o)) for o in rebuilds]
    return Table("Rebuilds", ("Asked on", "By", "State", "Ended on", "Comparison"), rows)


def _outcome(asked: Rebuild) -> str:
    if asked.state != Rebuild.State.DONE:
        return asked.error
    told = [
        f"{one['table']}: {one['missing']:,} rows were missing, {one['wrong']:,} were wrong"
        for one in asked.differences
    ]
    return "; ".join(told) or "No differences"


def _parked(name: str) -> Table:
    rows = ParkedStream.objects.filter(projection=name).order_by("position")[:SHOWN]
    page = "admin:projections_parkedstream_change"
    cells = [
        (link(reverse(page, args=[one.pk]), one.stream), f"{one.position:,}", one.failed_on)
        for one in rows
    ]
    more = f"{reverse('admin:projections_parkedstream_changelist')}?projection={name}"
    headers = ("Stream", "Position", "Failed on")
    return Table("Parked streams", headers, cells, more=more, numeric=frozenset({"Position"}))
