"""Approvals: what waits for a second operator, and what was decided."""

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from projections.models import Approval
from projections.projectors.approvals import APPROVALS
from projections.wait import wait_until
from tokens.admin.choices import choice_filter
from tokens.admin.commands import require, send
from tokens.admin.read_only import ReadOnlyAdmin
from tokens.domain.approving.approval import ApprovalState
from tokens.domain.approving.commands import (
    ApprovalCommand,
    Approve,
    Reject,
    RotateKeys,
    Withdraw,
)
from tokens.domain.ids import ApprovalId
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import VoidOrder

if TYPE_CHECKING:
    from django.urls import URLPattern

COLORS = {
    ApprovalState.PENDING: "warning",
    ApprovalState.APPROVED: "success",
    ApprovalState.REJECTED: "danger",
    ApprovalState.WITHDRAWN: "info",
}


class DecisionForm(forms.Form):
    """Why; demanded of who rejects."""

    reason = forms.CharField(
        required=False,
        max_length=500,
        label="Reason",
        help_text="Needed to reject.",
        widget=UnfoldAdminTextInputWidget(),
    )


@admin.register(Approval)
class ApprovalAdmin(ReadOnlyAdmin):
    """What waits stands first; each is decided on its own page."""

    list_display = ("summary", "state_label", "operator", "reason", "decided_by", "created_on")
    list_filter = (
        choice_filter("state", ApprovalState),
        choice_filter("command", (kind.__name__ for kind in (Mint, VoidOrder, RotateKeys))),
    )
    search_fields = ("=operator", "=decided_by", "=subject")
    ordering = ("-created_on",)
    change_form_template = "admin/projections/approval.html"

    @display(description="state", ordering="state", label=COLORS)  # type: ignore[untyped-decorator]
    def state_label(self, approval: Approval) -> str:
        """Return the state, to be shown in its colour."""
        return approval.state

    def get_urls(self) -> "list[URLPattern]":
        """Add where decisions are sent."""
        decide = self.admin_site.admin_view(require_POST(self.decide))
        name = "projections_approval_decide"
        return [path("<uuid:key>/decide/", decide, name=name), *super().get_urls()]

    def get_fields(
        self, _request: HttpRequest, approval: Approval | None = None
    ) -> tuple[str, ...]:
        """Leave out what is not decided yet."""
        asked = ("summary", "state", "operator", "reason", "created_on", "subject")
        if approval is None or approval.state == ApprovalState.PENDING:
            return asked
        return (*asked, "decided_by", "decision_reason", "changed_on")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """Show one, with what this operator may decide."""
        approval = self.get_object(request, object_id)
        pending = approval is not None and approval.state == ApprovalState.PENDING
        own = approval is not None and approval.operator == request.user.get_username()
        decides = request.user.has_perm("tokens.decide_approvals")
        context = {
            "decision": DecisionForm(),
            "may_decide": pending and decides and not own,
            "may_withdraw": pending and own,
            "hint": _hint(decides=decides, own=own) if pending else "",
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)  # type: ignore[no-any-return]

    def decide(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Send the decision that was made, and show what came of it."""
        approval = get_object_or_404(Approval, pk=key)
        _send(request, ApprovalId(key))
        return redirect(reverse("admin:projections_approval_change", args=[approval.pk]))


def _send(request: HttpRequest, approval_id: ApprovalId) -> None:
    operator = request.user.get_username()
    command: ApprovalCommand
    match request.POST.get("decision"):
        case "withdraw":
            command, done = Withdraw(approval_id, operator), "Withdrawn; nothing will happen."
        case "approve":
            require(request, "decide_approvals")
            command, done = Approve(approval_id, operator), "Approved, and under way."
        case "reject":
            require(request, "decide_approvals")
            form = DecisionForm(request.POST)
            if not form.is_valid():
                messages.error(request, " ".join(map(str, form.errors["reason"])))
                return
            reason = form.cleaned_data["reason"]
            command, done = Reject(approval_id, operator, reason), "Rejected."
        case _:
            raise PermissionDenied
    outcome = send(request, command, done)
    if outcome is not None and outcome.position is not None:
        # So that the page shows it decided.
        wait_until([APPROVALS.name], outcome.position, settings.POSITION_WAIT_SECONDS)


def _hint(*, decides: bool, own: bool) -> str:
    if own:
        return "You asked for this: another operator decides on it. You may withdraw it."
    if not decides:
        return "You may not decide on this: ask somebody of the group Operator."
    return "What you approve happens at once."
