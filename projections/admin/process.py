"""The pages of a process: how far it is, what it has done, and what can be done to it."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.decorators import display

from projections.admin.beginning import BeginForm
from projections.admin.deeds import Deed, DeedForm
from projections.admin.parts import Bar, Fact, Table, in_numbers
from projections.projection import Projection
from projections.projectors.approvals import APPROVALS
from projections.projectors.tokens import TOKENS
from projections.wait import wait_until
from tokens.admin.commands import require, send
from tokens.admin.links import events_address
from tokens.admin.read_only import ReadOnlyAdmin
from tokens.application.bus import Outcome
from tokens.domain.approving.approval import Approval
from tokens.domain.messages import Command
from tokens.domain.minting.mint_request import MintState
from tokens.domain.ordering.order import OrderState
from tokens.domain.printing.state import PrintJobState

Row = Any
COLORS = {
    MintState.STARTED: "info",
    MintState.COMPLETED: "success",
    MintState.CANCELING: "warning",
    MintState.CANCELED: "danger",
    OrderState.PLACED: "warning",
    OrderState.PROCESSING: "info",
    OrderState.FULFILLED: "success",
    OrderState.CANCELED: "danger",
    PrintJobState.QUEUED: "warning",
    PrintJobState.READY_FOR_DOWNLOAD: "info",
    PrintJobState.PRINTING: "info",
    PrintJobState.PRINTED: "success",
    PrintJobState.CANCELED: "danger",
}


class ProcessAdmin(ReadOnlyAdmin):
    """Base of the pages of mint requests, orders and print jobs."""

    change_form_template = "admin/projections/process.html"
    # By time alone, along an index.
    sortable_by = ()
    change_list_template = "admin/projections/process_list.html"
    deeds: ClassVar[tuple[Deed, ...]] = ()
    dialog: ClassVar[type[BeginForm]]
    verb: ClassVar[str]
    permission: ClassVar[str]
    projection: ClassVar[Projection]
    stream: ClassVar[str]

    @display(description="progress")  # type: ignore[untyped-decorator]
    def progress(self, row: Row) -> str:
        """Return its bar with the numbers; the quantity alone, where it has none."""
        bar = self.bar(row)
        if bar is None:
            return in_numbers(row.quantity, "asked for")
        return render_to_string("admin/projections/bar.html", {"bar": bar})

    @display(description="state", ordering="state", label=COLORS)  # type: ignore[untyped-decorator]
    def state_label(self, row: Row) -> str:
        """Return the state, to be shown in its colour."""
        return str(row.state)

    def begun(self, data: dict[str, Any]) -> tuple[Command, str]:
        """Return the command that the dialog asks for, and what to say once it is done."""
        raise NotImplementedError

    def bar(self, row: Row) -> Bar | None:
        """How far it is."""
        raise NotImplementedError

    def facts(self, row: Row) -> Iterable[Fact]:
        """What is known of it."""
        raise NotImplementedError

    def tables(self, _row: Row, _request: HttpRequest) -> Iterable[Table]:
        """What belongs to it."""
        return ()

    def is_under_way(self, row: Row) -> bool:
        """Whether it may change without anybody's doing, so that its page refreshes itself."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        """Add the page of each deed."""
        view = self.admin_site.admin_view(self.do)
        name = f"{self.opts.app_label}_{self.opts.model_name}_do"
        return [path("<uuid:key>/do/<slug:deed>/", view, name=name), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Who may begin one."""
        return bool(request.user.has_perm(f"tokens.{self.permission}"))

    def add_view(
        self,
        request: HttpRequest,
        _form_url: str = "",
        _extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Ask for what is needed to begin one, and begin it; submitted twice, it is one."""
        require(request, self.permission)
        # Never the key: a link with one that is known would seem to begin what it does not.
        given = {name: value for name, value in request.GET.items() if name != "key"}
        form = self.dialog(request.POST or None, initial=given)
        if request.method == "POST" and form.is_valid() and form.is_fresh_or_same(self.stream):
            return self._begin(request, form.cleaned_data)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{self.verb} tokens",
            "form": form,
            "verb": self.verb,
            "back": reverse(self._name("changelist")),
        }
        status = 400 if form.is_bound else 200
        return TemplateResponse(request, "admin/projections/begin.html", context, status=status)

    def _begin(self, request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
        command, done = self.begun(data)
        outcome = send(request, command, done, reason=data.get("reason", ""))
        self.settle(outcome)
        if outcome is not None and self.model.objects.filter(pk=data["key"]).exists():
            return redirect(self._name("change"), data["key"])
        return redirect(self._name("changelist"))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the rows, again and again while any of them is under way."""
        page = super().changelist_view(request, extra_context)
        shown = getattr(page, "context_data", None) or {}
        if "cl" in shown:
            rows = shown["cl"].result_list
            shown["is_under_way"] = any(self.is_under_way(row) for row in rows)
        return page  # type: ignore[no-any-return]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the whole story."""
        row = self.get_object(request, object_id)
        context = {**(extra_context or {}), "title": str(self.opts.verbose_name).capitalize()}
        if row is not None:
            deeds = self._offered(request, row)
            context["process"] = {
                "row": row,
                "bar": self.bar(row),
                "facts": [*self.facts(row), *self._common(row)],
                "tables": self.tables(row, request),
                "deeds": deeds,
                "obstacles": _obstacles(deeds),
                "is_under_way": self.is_under_way(row),
            }
        return super().change_view(request, object_id, form_url, context)  # type: ignore[no-any-return]

    def do(self, request: HttpRequest, key: UUID, deed: str) -> HttpResponse:
        """Tell what a deed will do, and do it once it is confirmed."""
        require(request, self.permission)
        row = get_object_or_404(self.model, pk=key)
        chosen = next((known for known in self.deeds if known.name == deed), None)
        if chosen is None:
            raise Http404
        form = DeedForm(chosen, row, request.POST or None)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data.get("reason", "")
            self.settle(send(request, chosen.command(row, reason), chosen.done, reason=reason))
            return redirect(self._address("change", row))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "title": chosen.title,
            "deed": chosen,
            "obstacle": chosen.obstacle(row),
            "effects": chosen.effects(row),
            "form": form,
            "back": self._address("change", row),
        }
        status = 400 if form.is_bound else 200
        return TemplateResponse(request, "admin/projections/deed.html", context, status=status)

    def settle(self, outcome: Outcome | None) -> None:
        """Wait until the page tells what was done."""
        if outcome is not None and outcome.position is not None:
            asked = isinstance(outcome.result, Approval)
            told = [APPROVALS] if asked else [self.projection, TOKENS]
            waited = settings.POSITION_WAIT_SECONDS
            wait_until([each.name for each in told], outcome.position, waited)

    def _offered(self, request: HttpRequest, row: Row) -> list[dict[str, Any]]:
        if not request.user.has_perm(f"tokens.{self.permission}"):
            return []
        return [
            {
                "title": deed.title,
                "obstacle": deed.obstacle(row),
                "address": self._address("do", row, deed.name),
            }
            for deed in self.deeds
        ]

    def _common(self, row: Row) -> list[Fact]:
        stream = f"{self.stream}-{row.pk}"
        return [
            Fact("Created on", row.created_on),
            Fact("Changed on", row.changed_on),
            Fact("Version", row.version),
            Fact("Events", stream, events_address(stream=stream)),
        ]

    def _address(self, page: str, row: Row, *more: str) -> str:
        return reverse(self._name(page), args=[row.pk, *more])

    def _name(self, page: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"


def _obstacles(deeds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what cannot be done now, by the reason."""
    titles: dict[str, list[str]] = {}
    for deed in deeds:
        if deed["obstacle"]:
            titles.setdefault(deed["obstacle"], []).append(deed["title"])
    return [{"why": why, "deeds": found} for why, found in titles.items()]
