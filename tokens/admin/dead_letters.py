"""Dead letters: what failed too often, replayed once the cause is mended, or discarded."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from unfold.widgets import UnfoldAdminTextInputWidget

from tokens.admin.commands import carry_out
from tokens.admin.messages import CODE, StoredCommandAdmin
from tokens.bootstrap import application
from tokens.domain.codes.masking import masked
from tokens.models import DeadLetter

if TYPE_CHECKING:
    from django.db.models import QuerySet

AT_ONCE = 1_000
"""Of so many letters a page disposes."""


class DiscardForm(forms.Form):
    """Why the messages need never be delivered."""

    reason = forms.CharField(
        max_length=500,
        widget=UnfoldAdminTextInputWidget(),
        help_text="Kept in the audit, with what is discarded.",
    )


@admin.register(DeadLetter)
class DeadLetterAdmin(StoredCommandAdmin):
    """The newest first, each with why it failed."""

    list_display = ("type", "recipient", "attempts", "why", "failed_on")
    fields = (
        *("type", "recipient_events", "attempts", "failed_on", "exception"),
        *("cause", "causation_id", "actor", "content"),
    )
    readonly_fields = ("recipient_events", "cause", "content", "exception")
    actions = ("replay", "discard")
    change_form_outer_after_template = "admin/tokens/dead_letter_deeds.html"

    @admin.display(description="why")
    def why(self, letter: DeadLetter) -> str:
        """Return the last line of the exception."""
        return masked((letter.error.strip().splitlines() or [""])[-1])[:100]

    @admin.display(description="exception")
    def exception(self, letter: DeadLetter) -> str:
        """Return the exception as it was raised."""
        return format_html(CODE, masked(letter.error))

    def has_manage_permission(self, request: HttpRequest) -> bool:
        """Who may replay and discard."""
        return bool(request.user.has_perm("tokens.manage_machinery"))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one with what can be done about it."""
        context = {**(extra_context or {}), "may_act": self.has_manage_permission(request)}
        return super().change_view(request, object_id, form_url, context)  # type: ignore[no-any-return]

    @admin.action(description="Replay: deliver them again", permissions=["manage"])
    def replay(self, request: HttpRequest, letters: "QuerySet[DeadLetter]") -> None:
        """Send the selected messages again."""

        def act(ids: list[Any]) -> str:
            count = application().dead_letters.replay(ids)
            return f"{count:,} on their way again; one that fails again comes back here."

        self._dispose(request, "ReplayDeadLetters", letters, act)

    @admin.action(description="Discard: never deliver them", permissions=["manage"])
    def discard(
        self, request: HttpRequest, letters: "QuerySet[DeadLetter]"
    ) -> HttpResponse | None:
        """Ask why, and drop the selected messages."""
        form = DiscardForm(request.POST if "reason" in request.POST else None)
        if form.is_valid():
            discard = application().dead_letters.discard
            self._dispose(
                request,
                "DiscardDeadLetters",
                letters,
                lambda ids: f"{discard(ids):,} discarded.",
                reason=form.cleaned_data["reason"],
            )
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Discard dead letters",
            "letters": letters.order_by("-failed_on")[:AT_ONCE],
            "form": form,
        }
        status = 400 if form.is_bound else 200
        return TemplateResponse(request, "admin/tokens/discard.html", context, status=status)

    @staticmethod
    def _dispose(
        request: HttpRequest,
        action: str,
        letters: "QuerySet[DeadLetter]",
        act: Callable[[list[Any]], str],
        **details: object,
    ) -> None:
        chosen = list(letters.order_by("-failed_on")[:AT_ONCE])
        if not chosen:
            messages.error(request, "They are gone: replayed or discarded meanwhile.")
            return
        told = [{"id": str(one.pk), "type": one.type, "to": one.recipient} for one in chosen]
        subject = chosen[0].recipient if len(chosen) == 1 else f"{len(chosen):,} dead letters"
        ids = [one.pk for one in chosen]
        carry_out(request, action, subject, lambda: act(ids), messages=told, **details)
