"""The first page: what there is, what happens, and what needs somebody."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from contoso.console import activity, attention, stock
from contoso.console.freshness import freshness
from projections.admin.parts import Bar
from projections.models import MintRequest
from tokens.domain.minting.mint_request import MintState

SHOWN_MINTS = 5


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the figures to the context of the admin's home page; called by unfold."""
    if not request.user.has_perm("projections.view_catalogitemcounts"):
        return context
    now = timezone.now()
    period = activity.period_of(request.GET.get("period"))
    context["title"] = "Home"
    context["home"] = {
        "items": stock.by_item(),
        "period": period,
        "periods": activity.PERIODS,
        "charts": activity.charts(period, now),
        "mints": [(row, Bar("Minted", row.minted, row.quantity)) for row in _running()],
        "attention": attention.notes(request),
        "freshness": freshness(now),
    }
    return context


def _running() -> list[MintRequest]:
    running = (MintState.STARTED, MintState.CANCELING)
    rows = MintRequest.objects.filter(state__in=running)
    return list(rows.order_by("-created_on")[:SHOWN_MINTS])
