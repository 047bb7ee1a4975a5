"""What happens to a token; the stream, or the range of a lot event, says to which."""

from dataclasses import dataclass

from tokens.domain.ids import AccountId, CatalogId, OrderId
from tokens.domain.messages import Event
from tokens.domain.token.state import TokenState


@dataclass(frozen=True, slots=True)
class TokenEvent(Event):
    """Base of all that happens to a token."""


@dataclass(frozen=True, slots=True)
class TokenDrawn(TokenEvent):
    """The token left its lot; it carries what it inherited, at the lot's version."""

    state: TokenState
    catalog_id: CatalogId
    order_id: OrderId | None
    account_id: AccountId | None


@dataclass(frozen=True, slots=True)
class TokenMinted(TokenEvent):
    """The token came into being."""

    catalog_id: CatalogId


@dataclass(frozen=True, slots=True)
class TokenCirculated(TokenEvent):
    """The token may be sold."""


@dataclass(frozen=True, slots=True)
class TokenReserved(TokenEvent):
    """The token is held for an order of a billing account."""

    order_id: OrderId
    account_id: AccountId


@dataclass(frozen=True, slots=True)
class TokenUnreserved(TokenEvent):
    """The token is stock of its catalog item again; `was` is its former state."""

    catalog_id: CatalogId
    order_id: OrderId
    was: TokenState


@dataclass(frozen=True, slots=True)
class TokenActivated(TokenEvent):
    """The token may be redeemed; `was` is its former state."""

    account_id: AccountId
    order_id: OrderId | None
    was: TokenState


@dataclass(frozen=True, slots=True)
class TokenDeactivated(TokenEvent):
    """The token is reserved for `order_id` again or, without one, stock of the item."""

    catalog_id: CatalogId
    order_id: OrderId | None


@dataclass(frozen=True, slots=True)
class TokenRedeemed(TokenEvent):
    """A consumer received the good; `account_id` is the consumer, where known."""

    account_id: AccountId | None


@dataclass(frozen=True, slots=True)
class TokenVoided(TokenEvent):
    """The token is worthless from now on; `was` is its former state."""

    was: TokenState
    reason: str | None
