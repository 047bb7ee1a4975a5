"""Handlers of the commands to single tokens, and to those drawn from lots."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from tokens.application.repositories import Repository, Tokens
from tokens.domain.errors import NotFoundError
from tokens.domain.ids import CatalogId, OrderId, PrintJobId
from tokens.domain.ordering.commands import FulfillWaitingOrders
from tokens.domain.ordering.order import Order
from tokens.domain.ports import Quarantines, TokenVault
from tokens.domain.printing.print_job import PrintJob
from tokens.domain.token.commands import (
    ActivateToken,
    ActOnDrawnTokens,
    DeactivateToken,
    DrawnAction,
    RedeemToken,
    TokenCommand,
    VoidToken,
)
from tokens.domain.token.errors import (
    AccountRequiredError,
    TokenError,
    TokenQuarantinedError,
)
from tokens.domain.token.state import TokenState
from tokens.domain.token.token import Token

Orders = Repository[OrderId, Order]
PrintJobs = Repository[PrintJobId, PrintJob]
Send = Callable[..., None]

DRAWN_AT_ONCE = 500
"""So many drawn tokens are acted on in one transaction."""


def activate_token(command: ActivateToken, *, tokens: Tokens) -> Token:
    """Activate a token for the account named or, without one, that it is reserved for."""
    token = _owned(command, tokens)
    account_id = command.account_id or token.account_id
    if account_id is None:
        raise AccountRequiredError
    token.activate(account_id)
    return token


def deactivate_token(
    command: DeactivateToken, *, tokens: Tokens, vault: TokenVault, send: Send
) -> Token:
    """Deactivate a token; one that was never reserved is stock again."""
    token = _owned(command, tokens)
    if token.state is TokenState.ACTIVATED and token.order_id is None:
        vault.releasing(token.catalog_id)
        send(FulfillWaitingOrders(token.catalog_id))
    token.deactivate()
    return token


def void_token(command: VoidToken, *, tokens: Tokens) -> Token:
    """Void a token."""
    token = _owned(command, tokens)
    token.void(command.reason, force=command.force)
    return token


def redeem_token(command: RedeemToken, *, tokens: Tokens, quarantines: Quarantines) -> Token:
    """Redeem a token, unless it is in quarantine."""
    token = _owned(command, tokens)
    active = token.state is TokenState.ACTIVATED
    if active and quarantines.hold(token.id.mint_request_id):
        raise TokenQuarantinedError
    token.redeem(command.account_id)
    return token


def act_on_drawn_tokens(
    command: ActOnDrawnTokens,
    *,
    tokens: Tokens,
    orders: Orders,
    print_jobs: PrintJobs,
    vault: TokenVault,
    send: Send,
) -> None:
    """Act on some drawn tokens where their state machine allows, and go on with the next."""
    holder_id: OrderId | None = None
    if command.mint_request_id is not None:
        drawn = vault.drawn_of(command.mint_request_id, command.after, DRAWN_AT_ONCE)
    else:
        holder_id, catalog_id = _holder(command, orders, print_jobs)
        drawn = vault.drawn_for(holder_id, command.after, DRAWN_AT_ONCE)
        if command.action is DrawnAction.UNRESERVE:
            vault.releasing(catalog_id)
            send(FulfillWaitingOrders(catalog_id))
    for token in tokens.get_many(drawn):
        if holder_id in {None, token.order_id}:
            _act(command, token)
    if len(drawn) == DRAWN_AT_ONCE:
        send(replace(command, after=drawn[-1]))


def _holder(
    command: ActOnDrawnTokens, orders: Orders, print_jobs: PrintJobs
) -> tuple[OrderId, CatalogId]:
    """Return what the tokens are reserved under, and what they are tokens of."""
    if command.order_id is not None:
        order = orders.get(command.order_id)
        return order.id, order.catalog_id
    if command.print_job_id is not None:
        print_job = print_jobs.get(command.print_job_id)
        return print_job.holder_id, print_job.catalog_id
    raise ValueError(command)


def _act(command: ActOnDrawnTokens, token: Token) -> None:
    with suppress(TokenError):
        if command.action is DrawnAction.VOID:
            token.void(command.reason)
        elif token.order_id is None or token.account_id is None:
            return
        elif command.action is DrawnAction.UNRESERVE:
            token.unreserve(token.order_id)
        elif command.action is DrawnAction.ACTIVATE:
            token.activate(token.account_id, token.order_id)
        else:
            token.deactivate(token.order_id)


def _owned(command: TokenCommand, tokens: Tokens) -> Token:
    token = tokens.get(command.token_id)
    if command.owner_id not in {None, token.account_id}:
        raise NotFoundError("token", command.token_id)
    token.expect(command.expected_version)
    return token
