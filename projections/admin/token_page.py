"""The page of one token, drawn or still in its lot: all that is known of it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from projections.admin.parts import Fact
from projections.admin.token_comparison import compare
from projections.admin.token_deeds import DEEDS
from projections.admin.token_life import chapters_of, draw_life
from projections.token_collection import TokenCollection
from tokens.admin.links import account_address, events_address
from tokens.domain.token.identifier import TokenId
from tokens.provenance import Provenance, provenance


def token_context(token_id: TokenId, request: HttpRequest) -> dict[str, object]:
    """Return what the page shows.

    Raises: NotFoundError where the token was never minted.
    """
    read = TokenCollection().get(token_id)
    found = provenance(token_id)
    chapters = chapters_of(token_id, found.history)
    replayed = chapters[-1].state if chapters else ""
    return {
        "title": f"Token {token_id}",
        "token": found.token,
        "facts": _facts(found),
        "comparison": compare(read, found.token, replayed),
        "life": draw_life(chapters),
        "chapters": chapters,
        "downloads": found.downloads,
        "deeds": _deeds(found, request),
    }


def _facts(found: Provenance) -> list[Fact]:
    token, mint, order, print_job = (
        found.token,
        found.mint_request,
        found.order,
        found.print_job,
    )
    minted = f"{mint.id}, number {token.id.sequence:,} of {mint.quantity:,}"
    return [
        Fact("Token", token.id),
        Fact("State", f"{token.state}, version {token.version}"),
        Fact("Catalog item", token.catalog_id, _page("tokens_catalogitem", token.catalog_id)),
        Fact("Mint request", minted, _page("projections_mintrequest", mint.id)),
        *([_held("Order", "order", order)] if order else []),
        *([_held("Print job", "printjob", print_job)] if print_job else []),
        *([] if order or print_job else [Fact("Order or print job", "none")]),
        Fact(
            "Partner",
            token.account_id or "none",
            account_address(token.account_id) if token.account_id else "",
        ),
        Fact("Redeemed by", token.redeemed_by or "nobody"),
        Fact("Its own events", token.stream, events_address(stream=token.stream)),
    ]


def _held(label: str, model: str, holder: Any) -> Fact:  # noqa: ANN401 - an order or a print job
    text = f"{holder.id} of {holder.quantity:,} tokens"
    return Fact(label, text, _page(f"projections_{model}", holder.id))


def _page(model: str, key: object) -> str:
    return reverse(f"admin:{model}_change", args=[key])


def _deeds(found: Provenance, request: HttpRequest) -> list[dict[str, str]]:
    if not request.user.has_perm("tokens.send_tokens"):
        return []
    token = found.token
    return [
        {
            "title": deed.title,
            "obstacle": deed.obstacle(token),
            "address": reverse("admin:projections_token_do", args=[str(token.id), deed.name]),
        }
        for deed in DEEDS
    ]
