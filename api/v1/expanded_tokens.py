"""$expand=tokens: the first tokens of each order, without codes, as lots tell them."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from api.odata.computed import with_computed
from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expansion import Expansion, Form
from api.odata.http.exchange import Exchange
from api.odata.http.relation import nested_plan, related_link
from api.odata.model import EntitySet
from api.odata.paging import PagePlan
from api.odata.payload.item import Item, Related
from api.odata.queryset import as_q, condition
from api.odata.skip_tokens import encode_skip_token
from api.odata.sources import Columns
from api.v1.model.tokens import WITHOUT_CODES
from api.v1.token_filter import narrowed
from api.v1.token_pages import ORDER, check_order
from api.v1.token_rows import items_of
from projections.token_collection import TokenRow
from projections.tokens_of_orders import TokensOfOrders

MOST_SKIPPED = 1000
_INSTEAD = "read Orders(id)/tokens instead"


def check_options(way: Expansion) -> None:
    """Refuse what would cost more than is shown, or show what is shown elsewhere only.

    Raises: BadRequestError, NotImplementedFeatureError, each with what to do instead.
    """
    options = way.options
    check_order(options)
    if options.skip > MOST_SKIPPED:
        message = f"$skip in $expand passes over at most {MOST_SKIPPED} tokens; {_INSTEAD}"
        raise BadRequestError(message, target="$expand")
    if any(each.name == "code" for each in options.select or ()):
        message = "codes are not shown by $expand; GET Orders(id)/tokens shows them"
        raise BadRequestError(message, target="$expand")


def expanded_tokens(
    exchange: Exchange,
    entity_set: EntitySet,
    items: Sequence[Item],
    order_ids: Sequence[UUID],
    way: Expansion,
    *,
    columns: Columns,
) -> list[Related]:
    """Return the page of tokens of each order; those not among `order_ids` have none."""
    plan = nested_plan(exchange, way)
    tokens = TokensOfOrders(order_ids, _where(way, columns))
    counted = way.options.count or way.form is Form.COUNT
    counts = tokens.counts() if counted else None
    rows: dict[UUID, list[TokenRow]] = {}
    if plan is not None and plan.fetch and way.form is not Form.COUNT:
        rows = tokens.first(plan.skip + plan.fetch)
    cut = [_cut(plan, rows.get(order_of(item), [])) for item in items]
    # The same few tokens may be asked for thousands of times: refused before they are made.
    exchange.budget.check(sum(len(page) for page, _ in cut))
    items_shown = items_of([row for page, _ in cut for row in page])
    shown = iter([with_computed(item, way.options.compute) for item in items_shown])
    return [
        Related(
            WITHOUT_CODES,
            [next(shown) for _ in page],
            None if counts is None else counts.get(order_of(item), 0),
            _link(exchange, entity_set, item, way, page) if more and plan else None,
        )
        for item, (page, more) in zip(items, cut, strict=True)
    ]


def order_of(item: Item) -> UUID:
    """Return the id of an order that is shown."""
    return UUID(str(item.row["id"]))


def _where(way: Expansion, columns: Columns) -> Q:
    if way.options.filter is None:
        return Q()
    found = narrowed(way.options.filter)
    if found.within is not None:
        feature = f"$filter by id or sequence in $expand ({_INSTEAD})"
        raise NotImplementedFeatureError(feature, target="$expand")
    return Q() if found.rest is None else as_q(condition(found.rest, columns))


def _cut(plan: PagePlan | None, rows: list[TokenRow]) -> tuple[Sequence[TokenRow], bool]:
    return plan.cut(rows[plan.skip :]) if plan else (rows, False)


def _link(
    exchange: Exchange,
    entity_set: EntitySet,
    item: Item,
    way: Expansion,
    page: Sequence[TokenRow],
) -> str:
    plan = nested_plan(exchange, way)
    last = page[-1].id
    token = encode_skip_token(ORDER, (last.mint_request_id, last.sequence))
    if plan is None:
        raise TypeError(way)
    return related_link(exchange.urls.entity(entity_set, item.row), way, plan, token)
