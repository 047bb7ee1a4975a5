"""Orders(id)/tokens: the tokens of a fulfilled order, the only place where codes are shown."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import Max, Q

from api.odata.aggregation.tables import Rows
from api.odata.expansion import Expansion
from api.odata.http.exchange import Exchange
from api.odata.http.resource import Page, Resource
from api.odata.payload import item as payload
from api.odata.payload.item import Item
from api.odata.problems import UnavailableError
from api.odata.query_options import QueryOptions
from api.odata.sources import Columns, Related
from api.scopes import Scope
from api.v1.expanded_tokens import check_options, expanded_tokens, order_of
from api.v1.model.tokens import TOKENS
from api.v1.positions import last_position, wait_for
from api.v1.resources.orders import UNDER_WAY, Orders
from api.v1.resources.scoped_resource import ScopedResource
from api.v1.resources.tokens import token_key
from api.v1.token_columns import parts_of, token_columns, tokens_of_orders
from api.v1.token_pages import filtered, page_of
from api.v1.token_rows import items_of
from projections import models
from projections.models import ParkedStream
from projections.projectors.tokens import TOKENS as PROJECTION
from projections.token_collection import TokenCollection
from tokens.domain.ordering.errors import OrderNotFulfilledError
from tokens.domain.ordering.order import Order, OrderState


class OrderTokens(ScopedResource):
    """The tokens of one order, with codes, for operators and the account that ordered."""

    entity_set = TOKENS
    scopes = {"read": Scope.CODES_READ}
    projections = (PROJECTION.name,)
    secret = True
    cacheable = False

    def page(self, exchange: Exchange, options: QueryOptions) -> Page:
        order = _shown_order(exchange)
        columns = self.columns(exchange)
        return page_of(_tokens(order), exchange, options, columns, with_codes=_has_codes(order))

    def count(self, exchange: Exchange, options: QueryOptions) -> int:
        tokens = _tokens(_shown_order(exchange))
        return filtered(tokens, options, self.columns(exchange)).count()

    def columns(self, exchange: Exchange) -> Columns:
        return token_columns(exchange, self)

    def parts(self, exchange: Exchange) -> Sequence[Rows]:
        return parts_of(_tokens(_shown_order(exchange)), self.columns(exchange))

    def behind(self, exchange: Exchange) -> Related:
        return tokens_of_orders(exchange, self)

    def find(self, exchange: Exchange) -> Item:
        order = _shown_order(exchange)
        row = _tokens(order).get(token_key(exchange))
        if row is None:
            raise self.missing(exchange)
        return items_of([row], with_codes=_has_codes(order))[0]

    def related_to(
        self, exchange: Exchange, source: Resource, items: Sequence[Item], way: Expansion
    ) -> list[payload.Related]:
        """Show the first tokens of each order, without codes, and count them.

        Orders that wait or are under way show none, whatever is reserved for them already.
        """
        check_options(way)
        shown = [order_of(item) for item in items if item.row["state"] not in UNDER_WAY]
        _wait_for_all(shown, exchange)
        return expanded_tokens(
            exchange, source.entity_set, items, shown, way, columns=self.columns(exchange)
        )


def _wait_for_all(order_ids: Sequence[UUID], exchange: Exchange) -> None:
    """Wait until the tokens show what the orders already tell of themselves."""
    told = models.Order.objects.filter(pk__in=order_ids).aggregate(last=Max("position"))
    if told["last"] is not None:
        wait_for(told["last"], (PROJECTION.name,), exchange.request)


def _shown_order(exchange: Exchange) -> Order:
    """Return the order once its tokens are shown wholly, however far projections are behind.

    The write side says what the order is, and the position up to which its tokens must have
    been projected. Raises: MissingError, OrderNotFulfilledError, UnavailableError.
    """
    above = exchange.path.parent or exchange.path
    order = Orders().current(replace(exchange, path=above))
    if order.state in {OrderState.PLACED, OrderState.PROCESSING}:
        raise OrderNotFulfilledError(order.state)
    position = last_position(order.stream)
    if position is not None:
        wait_for(position, (PROJECTION.name,), exchange.request)
    if ParkedStream.objects.filter(projection=PROJECTION.name, stream=order.stream).exists():
        message = "The tokens of this order cannot be shown until an operator has seen to it."
        raise UnavailableError(message, code="NotYetShown", headers={"Retry-After": "60"})
    return order


def _tokens(order: Order) -> TokenCollection:
    return TokenCollection(Q(order_id=order.id))


def _has_codes(order: Order) -> bool:
    """Tell whether the codes are the account's to see: a canceled order's are not."""
    return order.state is OrderState.FULFILLED
