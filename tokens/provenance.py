"""Where a token comes from, whose it became, and all that happened to it: leak tracing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.views.decorators.debug import sensitive_variables

from tokens.adapters.postgres.history import HistoryEntry, history
from tokens.application.codes import token_of
from tokens.bootstrap import application
from tokens.domain.errors import NotFoundError
from tokens.domain.minting.mint_request import MintRequest
from tokens.domain.ordering.order import Order
from tokens.domain.token.token import Token


@dataclass(frozen=True)
class Provenance:
    """A token with its mint request, the order that holds it, if any, and its history."""

    token: Token
    mint_request: MintRequest
    order: Order | None
    history: Sequence[HistoryEntry]


@sensitive_variables("code")
def trace(code: str) -> Provenance:
    """Trace the token of a typed code; the code itself goes nowhere.

    Raises: InvalidCodeError; NotFoundError for a code whose token was never minted.
    """
    app = application()
    token_id = token_of(code, app.codes, app.serials)
    token = app.lookup.token(token_id)
    mint_request = app.lookup.mint_request(token_id.mint_request_id)
    if token is None or mint_request is None:
        raise NotFoundError("token", token_id)
    order = app.lookup.order(token.order_id) if token.order_id else None
    return Provenance(token, mint_request, order, history(token_id))
