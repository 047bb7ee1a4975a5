"""What expressions may say of tokens: what their lots carry, and what is behind navigations.

The same holds for lots and for drawn tokens, whose columns are named alike.
"""

from functools import partial
from typing import Never

from django.db.models import Exists, F, OuterRef

from api.odata.aggregation.tables import Rows
from api.odata.errors import NotImplementedFeatureError
from api.odata.expressions.nodes import Comparator
from api.odata.http.columns import table_columns
from api.odata.http.exchange import Exchange
from api.odata.http.resource import Resource
from api.odata.model import Scalar
from api.odata.sources import Columns, Derived, Part, Related
from api.v1.resources.orders import UNDER_WAY
from projections.models import Lot, Order, Token
from projections.token_collection import TokenCollection

_SINGLE = ("id", "sequence", "hash", "code")
"""What belongs to single tokens, which lots do not know."""


def _refuse(name: str, operator: Comparator, value: Scalar) -> Never:
    del operator, value
    feature = f"$filter by {name} other than joined to the rest by `and`"
    raise NotImplementedFeatureError(feature, target="$filter")


def token_columns(exchange: Exchange, tokens: Resource) -> Columns:
    """Return where lots and drawn tokens keep what expressions name."""
    columns = table_columns(exchange, tokens, Token.objects.all())
    return {**columns, **{name: Derived(partial(_refuse, name)) for name in _SINGLE}}


def tokens_of_orders(exchange: Exchange, tokens: Resource) -> Related:
    """Return how expressions about orders reach their tokens: by lots, never one by one.

    Orders that wait or are under way show no tokens, so they have none here either.
    """
    done = Order.objects.filter(pk=OuterRef("order_id")).exclude(state__in=UNDER_WAY)

    def columns() -> Columns:
        tokens.authorize(exchange.caller, "read")
        return token_columns(exchange, tokens)

    return Related(
        (
            Part(lambda: Lot.objects.filter(Exists(done)), _JOIN, columns, _SIZE),
            Part(lambda: Token.objects.filter(Exists(done)), _JOIN, columns),
        )
    )


def parts_of(tokens: TokenCollection, columns: Columns) -> list[Rows]:
    """Return the rows of which $apply makes groups and sums: lots, and drawn tokens."""
    return [
        Rows(Lot.objects.filter(tokens.where), columns, _SIZE),
        Rows(Token.objects.filter(tokens.where), columns),
    ]


_SIZE = F("stop") - F("start") - F("drawn")
_JOIN = {"order_id": "id"}
