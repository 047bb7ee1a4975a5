"""The admin's name and its menu: what operators look for, by subject."""

from typing import Any

from django.apps import apps
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.text import capfirst

Entry = dict[str, Any]


def _name(model: str) -> str:
    options = apps.get_model(model)._meta  # noqa: SLF001 - Django's way to a model's name
    return capfirst(str(options.verbose_name_plural))


def _page(icon: str, model: str) -> Entry:
    """Return the entry of a model's list, for those who may see it: both have one name."""
    app, _, name = model.partition(".")
    return {
        "title": lazy(_name, str)(model),
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{name}_changelist"),
        "permission": lambda request: request.user.has_perm(f"{app}.view_{name}"),
    }


_TRACE = {
    "title": "Trace a code",
    "icon": "policy",
    "link": reverse_lazy("trace_code"),
    "permission": lambda request: request.user.has_perm("tokens.view_event"),
}

_PARTNERS = {
    "title": "Billing accounts",
    "icon": "storefront",
    "link": reverse_lazy("partners"),
    "permission": lambda request: request.user.has_perm("projections.view_order"),
}

_KEYS = {
    "title": "Keys",
    "icon": "vpn_key",
    "link": reverse_lazy("keys"),
    "permission": lambda request: request.user.has_perm("tokens.view_event"),
}

_WORKERS = {
    "title": "Workers and queues",
    "icon": "engineering",
    "link": reverse_lazy("workers"),
    "permission": lambda request: request.user.has_perm("tokens.view_message"),
}

# 600 is what links and buttons have on white, 500 what links have on black.
_PRIMARY = {
    "50": "#f5f3ff",
    "100": "#ede9fe",
    "200": "#ddd6fe",
    "300": "#d0c5fd",
    "400": "#b9a6fb",
    "500": "#a78bfa",
    "600": "#7c3aed",
    "700": "#6d28d9",
    "800": "#5b21b6",
    "900": "#4c1d95",
    "950": "#2e1065",
}

UNFOLD: Entry = {
    "SITE_TITLE": "Contoso Tokens",
    "SITE_HEADER": "Contoso Tokens",
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "contoso.console.home.dashboard",
    "SITE_SYMBOL": "toll",
    "COLORS": {"primary": _PRIMARY},
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _request: static("contoso/icon.svg"),
        }
    ],
    "STYLES": [lambda _request: static("contoso/console.css")],
    "SCRIPTS": [lambda _request: static("contoso/console.js")],
    "SIDEBAR": {
        "navigation": [
            {
                "title": "Tokens",
                "separator": True,
                "items": [
                    _page("category", "tokens.catalogitem"),
                    _page("toll", "projections.mintrequest"),
                    _page("shopping_cart", "projections.order"),
                    _page("print", "projections.printjob"),
                    _page("view_week", "projections.lot"),
                    _page("confirmation_number", "projections.token"),
                    _TRACE,
                ],
            },
            {
                "title": "What happened",
                "separator": True,
                "items": [
                    _page("history", "tokens.event"),
                    _page("lock", "tokens.lot"),
                    _KEYS,
                ],
            },
            {
                "title": "Operators",
                "separator": True,
                "items": [
                    _page("approval", "projections.approval"),
                    _page("fact_check", "tokens.operatorcommand"),
                    _page("person", "auth.user"),
                    _page("group", "auth.group"),
                ],
            },
            {
                "title": "Machinery",
                "separator": True,
                "items": [
                    _page("mail", "tokens.message"),
                    _page("unsubscribe", "tokens.deadletter"),
                    _page("sync", "projections.checkpoint"),
                    _page("pause_circle", "projections.parkedstream"),
                    _WORKERS,
                ],
            },
            {
                "title": "Partners",
                "separator": True,
                "items": [
                    _PARTNERS,
                    _page("key", "api.client"),
                    _page("workspace_premium", "tokens.partnercertificate"),
                ],
            },
        ],
    },
}
"""Settings of django-unfold."""
