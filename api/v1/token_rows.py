"""Tokens as rows of the model, from the read side and from the write side."""

from collections.abc import Sequence
from typing import Any

from django.views.decorators.debug import sensitive_variables

from api.odata.http.preconditions import tag_of
from api.odata.payload.item import Item
from api.v1.codes import codes_of
from projections.token_collection import TokenRow
from tokens.domain.codes.text import code_hash
from tokens.domain.token.state import TokenState
from tokens.domain.token.token import Token

_OFFERED = {
    TokenState.CIRCULATED: frozenset({"Activate"}),
    TokenState.RESERVED: frozenset({"Activate"}),
    TokenState.ACTIVATED: frozenset({"Deactivate"}),
}


@sensitive_variables()
def items_of(rows: Sequence[TokenRow], *, with_codes: bool = False) -> list[Item]:
    """Return tokens of the read side with their hashes and, where wanted, their codes."""
    codes = codes_of([row.id for row in rows])
    return [
        _item(_values(row) | {"hash": code_hash(code), "code": code if with_codes else None})
        for row, code in zip(rows, codes, strict=True)
    ]


@sensitive_variables()
def item_of(token: Token, code: str | None = None) -> Item:
    """Return a token of the write side; its code, where it is known, is only hashed."""
    found = code or codes_of([token.id])[0]
    return _item(
        {
            "id": str(token.id),
            "version": token.version,
            "mintRequestId": token.id.mint_request_id,
            "sequence": token.id.sequence,
            "catalogId": token.catalog_id,
            "orderId": token.order_id,
            "reservedByBillingAccountId": token.account_id,
            "redeemedByAccountId": token.redeemed_by,
            "state": token.state.value,
            "hash": code_hash(found),
            "code": None,
        }
    )


def _values(row: TokenRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "version": row.version,
        "mintRequestId": row.id.mint_request_id,
        "sequence": row.id.sequence,
        "catalogId": row.catalog_id,
        "orderId": row.order_id,
        "reservedByBillingAccountId": row.reserved_by,
        "redeemedByAccountId": row.redeemed_by,
        "state": row.state,
    }


def _item(row: dict[str, Any]) -> Item:
    offered = _OFFERED.get(TokenState(row["state"]), frozenset())
    return Item(row, tag_of(row["version"]), offered)
