"""The token's state machine (REFERENCE, the token's life cycle); it knows nothing of lots."""

from typing import assert_never
from uuid import UUID

from tokens.domain.aggregate import Aggregate
from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId, StreamId
from tokens.domain.messages import Event
from tokens.domain.token import errors
from tokens.domain.token.events import (
    TokenActivated,
    TokenCirculated,
    TokenDeactivated,
    TokenDrawn,
    TokenMinted,
    TokenRedeemed,
    TokenReserved,
    TokenUnreserved,
    TokenVoided,
)
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.state import Facts, TokenState

_STREAM = "token-{0.hex}-{1:013d}"


def token_stream(token_id: TokenId) -> StreamId:
    """Name the stream of a token; names sort as (mint request, sequence) does."""
    return StreamId(_STREAM.format(token_id.mint_request_id, token_id.sequence))


def token_of_stream(stream: str) -> TokenId | None:
    """Return the token whose stream has this name; None for streams of other kinds."""
    kind, _, rest = stream.partition("-")
    if kind != "token":
        return None
    mint_request_id, _, sequence = rest.partition("-")
    return TokenId(MintRequestId(UUID(mint_request_id)), int(sequence))


class Token(Aggregate):
    """One token. Every verb either records one event, does nothing, or raises a TokenError."""

    state: TokenState
    catalog_id: CatalogId
    order_id: OrderId | None
    account_id: AccountId | None
    redeemed_by: AccountId | None

    def __init__(self, token_id: TokenId) -> None:
        super().__init__(token_stream(token_id))
        self.id = token_id
        self.redeemed_by = None

    @classmethod
    def mint(cls, token_id: TokenId, catalog_id: CatalogId) -> "Token":
        """Bring a token into being."""
        token = cls(token_id)
        token._record(TokenMinted(catalog_id))
        return token

    @classmethod
    def inheriting(cls, token_id: TokenId, facts: Facts, version: int) -> "Token":
        """Return the token as its lot has it; nothing is recorded."""
        token = cls(token_id)
        token.inherit(facts, version)
        return token

    @property
    def facts(self) -> Facts:
        """What a lot of tokens like this one would share."""
        return Facts(self.state, self.catalog_id, self.order_id, self.account_id)

    def inherit(self, facts: Facts, version: int) -> None:
        """Take over what the lot says; nothing is recorded."""
        self._apply(TokenDrawn(*facts))
        self.version = version

    def circulate(self) -> None:
        """Put a minted token into circulation."""
        if self.state is TokenState.MINTED:
            self._record(TokenCirculated())

    def reserve(self, order_id: OrderId, account_id: AccountId) -> None:
        """Hold a circulated token for an order of a billing account."""
        match self.state:
            case TokenState.MINTED:
                raise errors.TokenNotInCirculationError
            case TokenState.CIRCULATED:
                self._record(TokenReserved(order_id, account_id))
            case TokenState.RESERVED:
                if order_id != self.order_id:
                    raise errors.TokenReservedError
            case TokenState.ACTIVATED:
                raise errors.TokenAlreadyActivatedError
            case TokenState.REDEEMED:
                raise errors.TokenAlreadyRedeemedError
            case TokenState.VOIDED:
                raise errors.TokenVoidedError
            case _:
                assert_never(self.state)

    def unreserve(self, order_id: OrderId) -> None:
        """Give the token back into circulation; another order's token stays as it is."""
        if self.state is TokenState.REDEEMED:
            raise errors.TokenAlreadyRedeemedError
        if self.state is TokenState.VOIDED:
            raise errors.TokenVoidedError
        held = self.state in {TokenState.RESERVED, TokenState.ACTIVATED}
        if held and order_id == self.order_id:
            self._record(TokenUnreserved(self.catalog_id, order_id, self.state))

    def activate(self, account_id: AccountId, order_id: OrderId | None = None) -> None:
        """Let the token be redeemed; `order_id` limits it to the tokens of that order."""
        match self.state:
            case TokenState.MINTED:
                raise errors.TokenNotInCirculationError
            case TokenState.CIRCULATED:
                self._record(TokenActivated(account_id, order_id, self.state))
            case TokenState.RESERVED:
                if account_id != self.account_id or order_id not in {None, self.order_id}:
                    raise errors.TokenReservedError
                self._record(TokenActivated(account_id, self.order_id, self.state))
            case TokenState.ACTIVATED:
                if account_id != self.account_id:
                    raise errors.TokenAlreadyActivatedError
            case TokenState.REDEEMED:
                raise errors.TokenAlreadyRedeemedError
            case TokenState.VOIDED:
                raise errors.TokenVoidedError
            case _:
                assert_never(self.state)

    def deactivate(self, order_id: OrderId | None = None) -> None:
        """Take the activation back; `order_id` limits it to the tokens of that order."""
        if self.state is TokenState.REDEEMED:
            raise errors.TokenAlreadyRedeemedError
        if self.state is TokenState.ACTIVATED and order_id in {None, self.order_id}:
            self._record(TokenDeactivated(self.catalog_id, self.order_id))

    def redeem(self, account_id: AccountId | None = None) -> None:
        """Hand the good over, once; the same known consumer may ask again in vain.

        Without an account two requests cannot be told to be one consumer's, so the second
        is refused.
        """
        match self.state:
            case TokenState.ACTIVATED:
                self._record(TokenRedeemed(account_id))
            case TokenState.REDEEMED:
                if account_id is None or account_id != self.redeemed_by:
                    raise errors.TokenAlreadyRedeemedError
            case TokenState.VOIDED:
                raise errors.TokenVoidedError
            case TokenState.MINTED | TokenState.CIRCULATED | TokenState.RESERVED:
                raise errors.TokenNotActivatedError
            case _:
                assert_never(self.state)

    def void(self, reason: str | None = None, *, force: bool = False) -> None:
        """Make the token worthless; a redeemed one only by force and with a reason."""
        if self.state is TokenState.VOIDED:
            return
        if self.state is TokenState.REDEEMED:
            if not force:
                raise errors.TokenAlreadyRedeemedError
            if not (reason and reason.strip()):
                raise errors.ReasonRequiredError
        self._record(TokenVoided(self.state, reason))

    def apply(self, event: Event) -> None:
        """Become what a recorded event says, one version up; nothing is recorded."""
        self._apply(event)
        self.version += 1

    def _apply(self, event: Event) -> None:
        match event:
            case TokenDrawn(state, catalog_id, order_id, account_id):
                self.state = state
                self.catalog_id = catalog_id
                self.order_id = order_id
                self.account_id = account_id
            case TokenRedeemed(account_id):
                self.state = TokenState.REDEEMED
                self.redeemed_by = account_id
            case TokenMinted(catalog_id):
                self.state = TokenState.MINTED
                self.catalog_id = catalog_id
                self.order_id = self.account_id = None
            case TokenCirculated():
                self.state = TokenState.CIRCULATED
            case TokenReserved(order_id, account_id):
                self.state = TokenState.RESERVED
                self.order_id = order_id
                self.account_id = account_id
            case TokenUnreserved() | TokenDeactivated(order_id=None):
                self.state = TokenState.CIRCULATED
                self.order_id = self.account_id = None
            case TokenActivated(account_id, order_id):
                self.state = TokenState.ACTIVATED
                self.order_id = order_id
                self.account_id = account_id
            case TokenDeactivated():
                self.state = TokenState.RESERVED
            case TokenVoided():
                self.state = TokenState.VOIDED
            case _:
                raise TypeError(event)
