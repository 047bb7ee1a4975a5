"""Lot events: what happens to ranges of tokens at once, each recorded as one event.

A lot event wraps the token event that it stands for, so the state machine of the token is
the only one there is. Each range carries the version that its tokens reach by the event.
"""

from dataclasses import dataclass

from tokens.domain.lots.ranges import TokenRange
from tokens.domain.messages import Event
from tokens.domain.token.events import (
    TokenActivated,
    TokenCirculated,
    TokenDeactivated,
    TokenEvent,
    TokenMinted,
    TokenReserved,
    TokenUnreserved,
    TokenVoided,
)


@dataclass(frozen=True, slots=True)
class LotEvent(Event):
    """Base: `each` happened to every token of `ranges`."""

    each: TokenEvent
    ranges: tuple[TokenRange, ...]


@dataclass(frozen=True, slots=True)
class TokensMinted(LotEvent):
    """A mint job deposited its tokens."""

    each: TokenMinted


@dataclass(frozen=True, slots=True)
class TokensCirculated(LotEvent):
    """Tokens were released to circulation."""

    each: TokenCirculated


@dataclass(frozen=True, slots=True)
class TokensReserved(LotEvent):
    """Tokens were transferred to an order, or reserved for a print job."""

    each: TokenReserved


@dataclass(frozen=True, slots=True)
class TokensUnreserved(LotEvent):
    """Tokens of an order or a print job went back into circulation."""

    each: TokenUnreserved


@dataclass(frozen=True, slots=True)
class TokensActivated(LotEvent):
    """Tokens of an order may be redeemed."""

    each: TokenActivated


@dataclass(frozen=True, slots=True)
class TokensDeactivated(LotEvent):
    """The activation of tokens of an order was taken back."""

    each: TokenDeactivated


@dataclass(frozen=True, slots=True)
class TokensVoided(LotEvent):
    """Tokens are worthless from now on."""

    each: TokenVoided


LOT_EVENT_OF: dict[type[TokenEvent], type[LotEvent]] = {
    TokenMinted: TokensMinted,
    TokenCirculated: TokensCirculated,
    TokenReserved: TokensReserved,
    TokenUnreserved: TokensUnreserved,
    TokenActivated: TokensActivated,
    TokenDeactivated: TokensDeactivated,
    TokenVoided: TokensVoided,
}
