"""Mint requests: operators mint, cancel and void."""

from typing import Any

from api.odata.http.exchange import Exchange
from api.odata.http.preconditions import expected_version
from api.odata.http.resource import settable
from api.odata.http.table import Rows
from api.odata.http.table_resource import TableResource
from api.odata.payload.item import Item, Row
from api.odata.problems import MissingError
from api.odata.query_options import QueryOptions
from api.scopes import Scope
from api.v1.commands import execute
from api.v1.model.minting import MINT_REQUESTS
from api.v1.resources.scoped_resource import ScopedResource
from api.v1.written import created_on
from projections import models
from projections.projectors.mint_requests import MINT_REQUESTS as PROJECTION
from tokens.bootstrap import application
from tokens.domain.ids import AccountId, CatalogId, MintRequestId
from tokens.domain.minting.commands import CancelMint, Mint, VoidMintRequest
from tokens.domain.minting.mint_request import MintRequest, MintState

UNDER_WAY = frozenset({MintState.STARTED, MintState.CANCELING})


class MintRequests(ScopedResource, TableResource):
    """The mint requests, for operators alone."""

    entity_set = MINT_REQUESTS
    scopes = {
        "read": Scope.MINTING_READ,
        **dict.fromkeys(("create", "delete", "Cancel", "Void"), Scope.MINTING_WRITE),
    }
    renames = {"quantity": "InvalidMintQuantity", "catalogId": "InvalidMintItem"}
    projections = (PROJECTION.name,)
    changed = "position"
    undoes_itself = True
    can_cancel = True

    def rows(self, exchange: Exchange) -> Rows:
        del exchange
        return models.MintRequest.objects.all()

    def offered(self, row: dict[str, Any]) -> frozenset[str]:
        return frozenset({"Cancel" if self.is_running(row) else "Void"})

    def find(self, exchange: Exchange) -> Item:
        try:
            return super().find(exchange)
        except MissingError:
            return self._written(self._current(exchange))

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
        return self._written(execute(exchange, command, MintRequest))

    def delete(self, exchange: Exchange) -> Item:
        key = _key(exchange)
        version = expected_version(exchange.request, lambda: self._version(exchange))
        return self._written(execute(exchange, CancelMint(key, version), MintRequest))

    def act(self, exchange: Exchange, action: str) -> Item:
        if action == "Cancel":
            exchange.body((), optional=True)
            return self.delete(exchange)
        parameters = exchange.path.action.parameters if exchange.path.action else ()
        body = exchange.body(parameters, optional=True)
        reason = None if body.get("reason") is None else str(body["reason"])
        version = expected_version(exchange.request, lambda: self._version(exchange))
        command = VoidMintRequest(_key(exchange), reason, version)
        return self._written(execute(exchange, command, MintRequest))

    def is_running(self, row: Row) -> bool:
        return row["state"] in UNDER_WAY

    def _current(self, exchange: Exchange) -> MintRequest:
        """Return it as the write side knows it: what was answered with 201 must be found."""
        known = application().lookup.mint_request(_key(exchange))
        if known is None:
            raise self.missing(exchange)
        return known

    def cancel(self, exchange: Exchange) -> None:
        execute(exchange, CancelMint(_key(exchange), None), MintRequest)

    def _version(self, exchange: Exchange) -> int:
        return self._current(exchange).version

    def _written(self, known: MintRequest) -> Item:
        return self.item(
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


def _key(exchange: Exchange) -> MintRequestId:
    return MintRequestId(exchange.path.key["id"])  # type: ignore[arg-type]  # by the model
