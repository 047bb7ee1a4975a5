"""Pages of tokens: the query options of OData on the collection of lots and drawn tokens."""

from dataclasses import replace

from api.odata.computed import with_computed
from api.odata.errors import NotImplementedFeatureError
from api.odata.expressions.order import OrderItem
from api.odata.http.exchange import Exchange
from api.odata.http.resource import Page
from api.odata.http.table import collection_url
from api.odata.model import Property
from api.odata.paging import PagePlan, next_link
from api.odata.problems import InvalidRequestError
from api.odata.query_options import QueryOptions
from api.odata.queryset import as_q, condition
from api.odata.skip_tokens import decode_skip_token, encode_skip_token
from api.odata.sources import Columns
from api.v1.model.tokens import TOKEN
from api.v1.token_filter import narrowed
from api.v1.token_rows import items_of
from projections.token_collection import TokenCollection, TokenRow
from tokens.domain.ids import MintRequestId
from tokens.domain.token.identifier import TokenId

MOST_SKIPPED = 10_000


def _declared(name: str) -> Property:
    found = TOKEN.property_names.find(name)
    if found is None:
        raise LookupError(name)
    return found


ORDER = (OrderItem.by(_declared("mintRequestId")), OrderItem.by(_declared("sequence")))


def page_of(
    tokens: TokenCollection,
    exchange: Exchange,
    options: QueryOptions,
    columns: Columns,
    *,
    with_codes: bool = False,
) -> Page:
    """Return the page that the options ask for."""
    check_order(options)
    if options.apply is not None:
        feature = "choosing single tokens by $apply; group them first, which"
        raise NotImplementedFeatureError(feature, target="$apply")
    found = filtered(tokens, options, columns)
    plan = PagePlan.of(options, exchange.mount.limits, exchange.preferences.max_page_size)
    shown, more = plan.cut(_fetched(found, options, plan))
    link = None
    if more:
        last = shown[-1].id
        token = encode_skip_token(ORDER, (last.mint_request_id, last.sequence))
        link = next_link(collection_url(exchange), options, plan, token)
    count = found.count() if options.count else None
    items = [with_computed(i, options.compute) for i in items_of(shown, with_codes=with_codes)]
    return Page(items, count, link)


def filtered(
    tokens: TokenCollection, options: QueryOptions, columns: Columns
) -> TokenCollection:
    """Return the tokens that the filter leaves."""
    if options.filter is None:
        return tokens
    found = narrowed(options.filter)
    where = tokens.where
    if found.rest is not None:
        where &= as_q(condition(found.rest, columns))
    return replace(tokens, where=where, within=found.within)


def _fetched(tokens: TokenCollection, options: QueryOptions, plan: PagePlan) -> list[TokenRow]:
    if plan.skip > MOST_SKIPPED:
        message = f"$skip passes over at most {MOST_SKIPPED} tokens; follow nextLink instead"
        raise InvalidRequestError(message, target="$skip")
    if not plan.fetch:
        return []
    return tokens.page(_place(options), plan.skip + plan.fetch)[plan.skip :]


def _place(options: QueryOptions) -> TokenId | None:
    if options.skip_token is None:
        return None
    mint_request_id, sequence = decode_skip_token(options.skip_token, ORDER)
    return TokenId(MintRequestId(mint_request_id), sequence)  # type: ignore[arg-type]  # by the order


def check_order(options: QueryOptions) -> None:
    """Refuse another order than that of tokens. Raises: NotImplementedFeatureError."""
    if options.order_by and options.order_by not in {ORDER, ORDER[:1]}:
        feature = "$orderby other than mintRequestId,sequence, which is the order of tokens,"
        raise NotImplementedFeatureError(feature, target="$orderby")
