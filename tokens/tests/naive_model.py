"""The naive model: one object a token, no lots; what the application must agree with."""

from collections.abc import Callable
from contextlib import suppress

from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId
from tokens.domain.token.errors import TokenError
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.token import Token


class NaiveModel:
    """Every token as if it had always had a stream of its own."""

    def __init__(self) -> None:
        self.tokens: dict[TokenId, Token] = {}

    def mint(self, mint_request_id: MintRequestId, item: CatalogId, quantity: int) -> None:
        for number in range(quantity):
            token_id = TokenId(mint_request_id, number)
            self.tokens[token_id] = Token.mint(token_id, item)
            self.tokens[token_id].circulate()

    def stock(self) -> int:
        return sum(token.state == "Circulated" for token in self.tokens.values())

    def transfer(
        self, token_id: TokenId, order_id: OrderId, account: AccountId, *, activate: bool
    ) -> None:
        token = self.tokens[token_id]
        token.reserve(order_id, account)
        if activate:
            token.activate(account, order_id)

    def of_order(self, order_id: OrderId, act: Callable[[Token], None]) -> None:
        self.each(lambda token: token.order_id == order_id, act)

    def each(self, which: Callable[[Token], bool], act: Callable[[Token], None]) -> None:
        for token in self.tokens.values():
            if which(token):
                with suppress(TokenError):
                    act(token)

    def facts(self) -> dict[TokenId, tuple[object, ...]]:
        return {token_id: describe(token) for token_id, token in self.tokens.items()}


def describe(token: Token) -> tuple[object, ...]:
    """What is compared of a token."""
    return (
        token.state,
        token.version,
        token.catalog_id,
        token.order_id,
        token.account_id,
        token.redeemed_by,
    )
