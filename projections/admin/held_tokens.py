"""The tokens inside of an order or a print job, page by page; their codes are never shown."""

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from projections.admin.parts import Table
from projections.models import Order, PrintJob
from projections.state_counts import count_states
from projections.token_collection import TokenCollection
from tokens.admin.links import link
from tokens.domain.token.identifier import InvalidTokenIdError, TokenId
from tokens.domain.token.state import TokenState

PAGE = 20


def held_tokens(row: Order | PrintJob, request: HttpRequest) -> list[Table]:
    """Return the tokens by state, and a page of them after the one that the address names."""
    inside = Q(order_id=row.pk)
    counted = count_states(inside)
    found = TokenCollection(inside).page(_after(request), PAGE + 1)
    more = f"?after={found[PAGE - 1].id}" if len(found) > PAGE else ""
    return [
        Table(
            "Tokens by state",
            ("State", "Tokens"),
            [(state, f"{counted[state]:,}") for state in TokenState if counted[state]],
            numeric=frozenset({"Tokens"}),
        ),
        Table(
            "Tokens",
            ("Token", "State", "Version", "Redeemed by", "Redeemed via"),
            [
                (_link(t.id), t.state, t.version, t.redeemed_by, t.redeemed_via)
                for t in found[:PAGE]
            ],
            next=more,
            numeric=frozenset({"Version"}),
        ),
    ]


def _link(token_id: TokenId) -> SafeString:
    return link(reverse("admin:projections_token_change", args=[token_id]), token_id)


def _after(request: HttpRequest) -> TokenId | None:
    try:
        return TokenId.parse(request.GET["after"])
    except (KeyError, InvalidTokenIdError):
        return None
