"""Tokens: single ones to activate, deactivate, void and redeem; all of them to read."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from api.attempts import Attempt, admit, count_wrong
from api.client_address import address_of
from api.odata.aggregation.entities import TAKEN_BY_ALIKE
from api.odata.aggregation.tables import Rows
from api.odata.errors import BadRequestError
from api.odata.http.exchange import Exchange
from api.odata.http.preconditions import expected_version
from api.odata.http.resource import Page
from api.odata.model import EntitySet
from api.odata.payload.item import Item
from api.odata.problems import ForbiddenError
from api.odata.query_options import QueryOptions
from api.odata.sources import Columns
from api.scopes import Scope
from api.v1.commands import caller_of, execute
from api.v1.model.tokens import TOKENS, WITHOUT_CODES
from api.v1.resources.scoped_resource import ScopedResource
from api.v1.token_columns import parts_of, token_columns
from api.v1.token_pages import filtered, page_of
from api.v1.token_rows import item_of, items_of
from api.v1.written import was_redeemed_via
from projections.projectors.tokens import TOKENS as PROJECTION
from projections.token_collection import TokenCollection
from tokens.application.codes import token_of
from tokens.bootstrap import application
from tokens.domain.codes.errors import InvalidCodeError
from tokens.domain.codes.text import looks_like_a_code
from tokens.domain.ids import AccountId
from tokens.domain.token.commands import (
    ActivateToken,
    DeactivateToken,
    RedeemToken,
    TokenCommand,
    VoidToken,
)
from tokens.domain.token.identifier import TokenId
from tokens.domain.token.token import Token


class Tokens(ScopedResource):
    """The tokens; a partner's are those of its orders, a storefront's those it redeemed."""

    entity_set = TOKENS
    scopes = {
        "read": Scope.TOKENS_READ,
        **dict.fromkeys(("Activate", "Deactivate", "Void", "delete"), Scope.TOKENS_WRITE),
        "Redeem": Scope.TOKENS_REDEEM,
    }
    projections = (PROJECTION.name,)
    undoes_itself = True
    transformations = TAKEN_BY_ALIKE

    @property
    def shown(self) -> EntitySet:
        return WITHOUT_CODES

    def columns(self, exchange: Exchange) -> Columns:
        return token_columns(exchange, self)

    def parts(self, exchange: Exchange) -> Sequence[Rows]:
        return parts_of(_visible(exchange), self.columns(exchange))

    def page(self, exchange: Exchange, options: QueryOptions) -> Page:
        return page_of(_visible(exchange), exchange, options, self.columns(exchange))

    def count(self, exchange: Exchange, options: QueryOptions) -> int:
        return filtered(_visible(exchange), options, self.columns(exchange)).count()

    def find(self, exchange: Exchange) -> Item:
        row = _visible(exchange).get(token_key(exchange))
        if row is not None:
            return items_of([row])[0]
        # The projection may be behind; what was just redeemed must be found.
        known = application().lookup.token(token_key(exchange))
        if known is None or not _may_see(exchange, known):
            raise self.missing(exchange)
        return item_of(known)

    def delete(self, exchange: Exchange) -> Item:
        return self._execute(exchange, VoidToken(token_key(exchange)))

    def act(self, exchange: Exchange, action: str) -> Item:
        if action == "Redeem":
            return _redeem(exchange)
        parameters = exchange.path.action.parameters if exchange.path.action else ()
        body = exchange.body(parameters, optional=True)
        token_id = token_key(exchange)
        if action == "Activate":
            account = _account(exchange, body.get("accountId"))
            return self._execute(exchange, ActivateToken(token_id, account_id=account))
        if action == "Deactivate":
            return self._execute(exchange, DeactivateToken(token_id))
        reason = None if body.get("reason") is None else str(body["reason"])
        force = body.get("force") is True
        if force and not caller_of(exchange).is_operator:
            message = "Only an operator may void a redeemed token by force."
            raise ForbiddenError(message, target="force")
        return self._execute(exchange, VoidToken(token_id, reason=reason, force=force))

    def _execute(self, exchange: Exchange, command: TokenCommand) -> Item:
        version = expected_version(exchange.request, lambda: self._version(exchange))
        own = caller_of(exchange).billing_account_id
        owned = replace(
            command, expected_version=version, owner_id=None if own is None else AccountId(own)
        )
        return item_of(execute(exchange, owned, Token))

    def _version(self, exchange: Exchange) -> int:
        known = application().lookup.token(token_key(exchange))
        if known is None or not _may_see(exchange, known):
            raise self.missing(exchange)
        return known.version


def token_key(exchange: Exchange) -> TokenId:
    """Return the token that the path names. Raises: InvalidTokenIdError."""
    return TokenId.parse(str(exchange.path.key["id"]))


@sensitive_variables()
def _redeem(exchange: Exchange) -> Item:
    """Redeem by code; this is the path that consumers wait for, and the busiest."""
    code, account = _redemption(exchange)
    attempt = Attempt(caller_of(exchange).client_id, account, address_of(exchange.request))
    admit(attempt)
    try:
        token_id = token_of(code, application().codes, application().serials)
    except InvalidCodeError:
        count_wrong(attempt)
        raise
    token = execute(exchange, RedeemToken(token_id, account_id=account), Token)
    return item_of(token, code)


@sensitive_variables()
def _redemption(exchange: Exchange) -> tuple[str, AccountId | None]:
    parameters = exchange.path.action.parameters if exchange.path.action else ()
    try:
        body = exchange.body(parameters)
    except BadRequestError as error:
        told = [(error.target, error.code), *((d.target, d.code) for d in error.details)]
        named = any(looks_like_a_code(target or "") for target, _ in told)
        if ("code", "InvalidValue") in told or named:
            # The layer's message would show what was given.
            raise InvalidCodeError from None
        raise
    account = body.get("accountId")
    return str(body["code"]), None if account is None else AccountId(str(account))


def _visible(exchange: Exchange) -> TokenCollection:
    caller = caller_of(exchange)
    if caller.is_operator:
        return TokenCollection()
    if caller.is_partner:
        return TokenCollection(Q(reserved_by_billing_account_id=caller.billing_account_id))
    return TokenCollection(Q(redeemed_via=caller.client_id))


def _may_see(exchange: Exchange, token: Token) -> bool:
    """Tell of a token of the write side what `_visible` tells of the read side."""
    caller = caller_of(exchange)
    if caller.is_storefront:
        return was_redeemed_via(caller.client_id, token.stream)
    return caller.billing_account_id in {None, token.account_id}


def _account(exchange: Exchange, given: object) -> AccountId | None:
    own = caller_of(exchange).billing_account_id
    if own is not None and given not in {None, own}:
        message = f"You activate for your own billing account, {own}; leave accountId out."
        raise ForbiddenError(message, target="accountId")
    return None if given is None else AccountId(str(given))
