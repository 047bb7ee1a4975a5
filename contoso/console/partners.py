"""Partners: each billing account with its stock, orders, print jobs, certificates, clients."""

from collections import defaultdict
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from api.models import Client
from contoso.console.known_accounts import is_known, known_accounts
from contoso.console.latest import (
    ITEM,
    LATEST,
    item_link,
    latest_orders,
    latest_print_jobs,
    list_address,
    row_link,
)
from projections.admin.parts import Table
from projections.state_counts import count_tokens
from tokens.admin.links import account_address, link
from tokens.domain.token.state import TokenState
from tokens.models import PartnerCertificate

PAGE = 50


def partners(request: HttpRequest) -> HttpResponse:
    """List the accounts in alphabetical order, or lead to the one that is looked for."""
    _require(request)
    wanted = request.GET.get("q", "").strip()
    if wanted and is_known(wanted):
        return redirect(account_address(wanted))
    return _list(request, unknown=wanted)


def _list(request: HttpRequest, unknown: str, status: int = 200) -> HttpResponse:
    found = known_accounts(request.GET.get("after", ""), PAGE + 1)
    shown = found[:PAGE]
    more = f"?{urlencode({'after': shown[-1]})}" if len(found) > PAGE else ""
    current = PartnerCertificate.objects.filter(billing_account_id__in=shown, current=True)
    ends = dict(current.values_list("billing_account_id", "not_after"))
    table = Table(
        "Billing accounts",
        ("Account", "Certificate ends on"),
        [(link(account_address(account), account), ends.get(account)) for account in shown],
        next=more,
    )
    return _page(
        request, "partners", "Billing accounts", tables=[table], unknown=unknown, status=status
    )


def partner(request: HttpRequest) -> HttpResponse:
    """Show everything of one account."""
    _require(request)
    account = request.GET.get("account", "")
    if not is_known(account):
        return _list(request, unknown=account, status=404)
    tables = [
        _stock(account),
        latest_orders(ITEM, billing_account_id=account),
        latest_print_jobs(ITEM, billing_account_id=account),
    ]
    if request.user.has_perm("tokens.view_partnercertificate"):
        tables.append(_certificates(account))
    if request.user.has_perm("api.view_client"):
        tables.append(_clients(account))
    begins = {"billing_account_id": account}
    deeds = [
        {"title": title, "address": f"{reverse(f'admin:{page}_add')}?{urlencode(begins)}"}
        for permission, title, page in _DEEDS
        if request.user.has_perm(permission)
    ]
    title = f"Billing account {account}"
    return _page(request, "partner", title, account=account, tables=tables, deeds=deeds)


_DEEDS = (
    ("tokens.send_orders", "Order", "projections_order"),
    ("tokens.send_orders", "Print", "projections_printjob"),
    ("tokens.add_partnercertificate", "Upload a certificate", "tokens_partnercertificate"),
)


def _stock(account: str) -> Table:
    states = (TokenState.RESERVED, TokenState.ACTIVATED, TokenState.REDEEMED, TokenState.VOIDED)
    held = Q(reserved_by_billing_account_id=account)
    items: dict[str, dict[str, int]] = defaultdict(dict)
    for (item, state), many in count_tokens(held, "catalog_id", "state").items():
        items[item][state] = many
    return Table(
        "Tokens by catalog item",
        ("Catalog item", *states),
        [
            (item_link(item), *(f"{counted.get(state, 0):,}" for state in states))
            for item, counted in sorted(items.items())
        ],
        numeric=frozenset(states),
    )


def _certificates(account: str) -> Table:
    found = PartnerCertificate.objects.filter(billing_account_id=account)
    return Table(
        "Certificates",
        ("Thumbprint", "Subject", "From", "Until", "Current"),
        [
            (
                row_link("tokens_partnercertificate", row.pk),
                *(row.subject, row.not_before, row.not_after, "yes" if row.current else "no"),
            )
            for row in found.order_by("-current", "-not_after")[:LATEST]
        ],
        more=list_address("tokens_partnercertificate", billing_account_id=account),
    )


def _clients(account: str) -> Table:
    found = Client.objects.filter(billing_account_id=account)
    return Table(
        "Service clients",
        ("Client", "Name", "Active"),
        [
            (
                row_link("api_client", row.pk),
                *(row.name, "yes" if row.active else "no"),
            )
            for row in found[:LATEST]
        ],
        more=list_address("api_client", billing_account_id=account),
    )


def _require(request: HttpRequest) -> None:
    if not request.user.has_perm("projections.view_order"):
        raise PermissionDenied


def _page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context: object
) -> HttpResponse:
    shown = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/console/{template}.html", shown, status=status)
