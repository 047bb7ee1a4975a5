"""Mint requests: operators mint, cancel and void."""

from typing import Any

from api.odata.http.exchange import Exchange
from api.odata.http.preconditions import expected_version, tag_of
from api.odata.http.resource import Page, settable
from api.odata.http.table import Table
from api.odata.payload.rendering import Item
from api.odata.query_options import QueryOptions
from api.v1.commands import execute
from api.v1.model import MINT_REQUESTS
from api.v1.resources.role_resource import OPERATORS, RoleResource
from api.v1.written import created_on
from projections import models
from projections.projectors.mint_requests import MINT_REQUESTS as PROJECTION
from tokens.bootstrap import application
from tokens.domain.ids import AccountId, CatalogId, MintRequestId
from tokens.domain.minting.commands import CancelMint, Mint, VoidMintRequest
from tokens.domain.minting.mint_request import MintRequest, MintState

UNDER_WAY = frozenset({MintState.STARTED, MintState.CANCELING})


def item(row: dict[str, Any]) -> Item:
    """Return a mint request with its tag and the actions that its state allows."""
    offered = "Cancel" if row["state"] in UNDER_WAY else "Void"
    return Item(row, tag_of(row["version"]), frozenset({offered}))


TABLE = Table(MINT_REQUESTS, item)


class MintRequests(RoleResource):
    """The mint requests, for operators alone."""

    entity_set = MINT_REQUESTS
    roles = dict.fromkeys(("read", "create", "delete", "Cancel", "Void"), OPERATORS)
    renames = {"quantity": "InvalidMintQuantity", "catalogId": "InvalidMintItem"}
    projections = (PROJECTION.name,)

    def page(self, exchange: Exchange, options: QueryOptions) -> Page:
        return TABLE.page(exchange, options, models.MintRequest.objects.all())

    def count(self, exchange: Exchange, options: QueryOptions) -> int:
        del exchange
        return TABLE.count(options, models.MintRequest.objects.all())

    def find(self, exchange: Exchange) -> Item:
        key = _key(exchange)
        row = models.MintRequest.objects.filter(pk=key).first()
        if row is not None:
            return TABLE.one(row)
        # The projection may be behind; what was answered with 201 must be found.
        known = application().lookup.mint_request(key)
        if known is None:
            raise self.missing(exchange)
        return _written(known)

    def create(self, exchange: Exchange, options: QueryOptions) -> Item:
        del options
        body = exchange.body(settable(MINT_REQUESTS))
        account = body.get("billingAccountId")
        command = Mint(
            MintRequestId(exchange.new_id),
            CatalogId(str(body["catalogId"])),
            int(str(body["quantity"])),
            None if account is None else AccountId(str(account)),
        )
        return _written(execute(exchange, command, MintRequest))

    def delete(self, exchange: Exchange) -> Item:
        key = _key(exchange)
        version = expected_version(exchange.request, lambda: self._version(exchange))
        return _written(execute(exchange, CancelMint(key, version), MintRequest))

    def act(self, exchange: Exchange, action: str) -> Item:
        if action == "Cancel":
            exchange.body((), optional=True)
            return self.delete(exchange)
        parameters = exchange.path.action.parameters if exchange.path.action else ()
        body = exchange.body(parameters, optional=True)
        reason = None if body.get("reason") is None else str(body["reason"])
        version = expected_version(exchange.request, lambda: self._version(exchange))
        command = VoidMintRequest(_key(exchange), reason, version)
        return _written(execute(exchange, command, MintRequest))

    def is_running(self, item: Item) -> bool:
        return item.row["state"] in UNDER_WAY

    def _version(self, exchange: Exchange) -> int:
        known = application().lookup.mint_request(_key(exchange))
        if known is None:
            raise self.missing(exchange)
        return known.version


def _key(exchange: Exchange) -> MintRequestId:
    return MintRequestId(exchange.path.key["id"])  # type: ignore[arg-type]  # by the model


def _written(known: MintRequest) -> Item:
    return item(
        {
            "id": known.id,
            "version": known.version,
            "catalogId": known.catalog_id,
            "quantity": known.quantity,
            "state": known.state.value,
            "minted": known.minted,
            "billingAccountId": known.account_id,
            "createdOn": created_on(known.stream),
        }
    )
