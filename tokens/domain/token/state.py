"""The states of a token and the facts that tokens of one lot share."""

from enum import StrEnum
from typing import NamedTuple

from tokens.domain.ids import AccountId, CatalogId, OrderId


class TokenState(StrEnum):
    """Where a token is in its life (REFERENCE, the token's life cycle)."""

    MINTED = "Minted"
    CIRCULATED = "Circulated"
    RESERVED = "Reserved"
    ACTIVATED = "Activated"
    REDEEMED = "Redeemed"
    VOIDED = "Voided"


class Facts(NamedTuple):
    """What is known of a token before anything happened to it alone.

    `order_id` is the order's or, where a print job holds the token, the print job's.
    """

    state: TokenState
    catalog_id: CatalogId
    order_id: OrderId | None = None
    account_id: AccountId | None = None
