"""Commands to a single token, and to the tokens that were drawn from lots."""

from dataclasses import dataclass
from enum import StrEnum

from tokens.domain.ids import AccountId, MintRequestId, OrderId, PrintJobId, StreamId
from tokens.domain.messages import Command
from tokens.domain.minting.mint_request import mint_request_stream
from tokens.domain.ordering.order import order_stream
from tokens.domain.printing.print_job import print_job_stream
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.token import token_stream


@dataclass(frozen=True, slots=True)
class TokenCommand(Command):
    """Base of all commands to a single token.

    `owner_id`: the billing account of the caller; a token of another does not exist for it.
    """

    token_id: TokenId
    expected_version: int | None = None
    owner_id: AccountId | None = None

    @property
    def recipient(self) -> StreamId:
        """The stream of the token."""
        return token_stream(self.token_id)


@dataclass(frozen=True, slots=True)
class ActivateToken(TokenCommand):
    """Let the token be redeemed; without an account, by the one that it is reserved for."""

    account_id: AccountId | None = None


@dataclass(frozen=True, slots=True)
class DeactivateToken(TokenCommand):
    """Take the activation back."""


@dataclass(frozen=True, slots=True)
class VoidToken(TokenCommand):
    """Make the token worthless; a redeemed one only by force and with a reason."""

    reason: str | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class RedeemToken(TokenCommand):
    """Hand the good over to a consumer."""

    account_id: AccountId | None = None


class DrawnAction(StrEnum):
    """What a whole order, print job or mint request does to tokens drawn from its lots."""

    ACTIVATE = "Activate"
    DEACTIVATE = "Deactivate"
    UNRESERVE = "Unreserve"
    VOID = "Void"


@dataclass(frozen=True, slots=True)
class ActOnDrawnTokens(Command):
    """Go on with an action on a whole order, print job or mint request, token by token.

    One command covers a bounded number of tokens after `after`, and is followed by the next.
    """

    action: DrawnAction
    order_id: OrderId | None = None
    mint_request_id: MintRequestId | None = None
    after: TokenId | None = None
    reason: str | None = None
    print_job_id: PrintJobId | None = None

    @property
    def recipient(self) -> StreamId:
        """The stream of the order, print job or mint request."""
        if self.order_id is not None:
            return order_stream(self.order_id)
        if self.print_job_id is not None:
            return print_job_stream(self.print_job_id)
        if self.mint_request_id is not None:
            return mint_request_stream(self.mint_request_id)
        raise ValueError(self)
