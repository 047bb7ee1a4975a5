"""Pages by keyset: which rows to read, what comes after a row, nextLink (Part 1, 11.2.6.7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlencode

from api.odata.delta_tokens import DeltaToken
from api.odata.expressions.nodes import (
    FALSE,
    NULL,
    TRUE,
    And,
    Comparator,
    Comparison,
    Expression,
    Literal,
    Or,
)
from api.odata.expressions.order import OrderItem
from api.odata.model import EntityType, Property, Scalar
from api.odata.option_names import system_name
from api.odata.query_options import QueryOptions
from api.odata.skip_tokens import decode_skip_token

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageLimits:
    """Entities a page: when the client has no preference, and at most."""

    default: int = 100
    maximum: int = 1000


@dataclass(frozen=True, slots=True)
class PagePlan:
    """Which rows answer a request: skip `skip`, read `fetch`, show `take`.

    One more row than shown is read wherever it decides whether another page follows.
    """

    skip: int
    take: int
    fetch: int
    top: int | None

    @classmethod
    def of(cls, options: QueryOptions, limits: PageLimits, preferred: int | None) -> "PagePlan":
        """The plan for these options and the client's `maxpagesize`, if any."""
        size = min(preferred or limits.default, limits.maximum)
        ends_here = options.top is not None and options.top <= size
        take = min(size, options.top) if options.top is not None else size
        skip = 0 if options.skip_token is not None else options.skip
        return cls(skip, take, take if ends_here else take + 1, options.top)

    def cut(self, rows: Sequence[T]) -> tuple[Sequence[T], bool]:
        """Of the rows fetched: those to show, and whether more follow on another page."""
        return rows[: self.take], len(rows) > self.take

    @property
    def remaining(self) -> int | None:
        """The $top of the next page; None where the client set none."""
        return None if self.top is None else self.top - self.take


def full_order(
    order_by: Sequence[OrderItem], entity_type: EntityType, ties: Sequence[Property] = ()
) -> tuple[OrderItem, ...]:
    """The order made total by appending the key, or `ties` where a source has its own.

    What follows the first unique part of the order would never decide, but costs an index.
    """
    named = {item.declared.name for item in order_by if item.declared}
    key = entity_type.key_properties
    if not ties and {each.name for each in key} <= named:
        return tuple(order_by)
    rest = [OrderItem.by(each) for each in ties or key if each.name not in named]
    return (*order_by, *rest)


def after(order: Sequence[OrderItem], values: Sequence[Scalar]) -> Expression:
    """The condition that a row stands after the row with these values in a total order.

    Lexicographic, with null first ascending and last descending. The bound on the first
    item is implied by the rest; stated by itself it lets an index find the place.
    """
    branches: list[Expression] = []
    equal: list[Expression] = []
    for item, value in zip(order, values, strict=True):
        beyond = _beyond(item, value)
        if beyond is not FALSE:
            branches.append(_all([*equal, beyond]))
        equal.append(Comparison(Comparator.EQ, _reference(item), _literal(item, value)))
    if not branches:
        return FALSE
    following = branches[0] if len(branches) == 1 else Or(tuple(branches))
    if len(order) == 1 or values[0] is None or _may_follow_as_null(order[0]):
        return following
    operator = Comparator.LE if order[0].descending else Comparator.GE
    bound = Comparison(operator, _reference(order[0]), _literal(order[0], values[0]))
    return And((bound, following))


def wanted(
    options: QueryOptions, order: Sequence[OrderItem], *, secret: bytes = b""
) -> Expression:
    """The condition on the rows of a page: what $filter says, after what $skiptoken names.

    `order` must be total, as `full_order` makes it. Raises BadRequestError for a token that
    is damaged or from another order.
    """
    conditions = [] if options.filter is None else [options.filter]
    if options.skip_token is not None:
        values = decode_skip_token(options.skip_token, order, secret=secret)
        conditions.append(after(order, values))
    return _all(conditions) if conditions else TRUE


def next_link(url: str, options: QueryOptions, plan: PagePlan, token: str) -> str:
    """The link to the page after this: the same options, the token, what is left of $top.

    `url` is absolute and without a query.
    """
    kept = _without(options, {"skip", "skiptoken", "top"})
    if plan.remaining is not None:
        kept.append(("$top", str(plan.remaining)))
    kept.append(("$skiptoken", token))
    return _link(url, kept)


def delta_link(url: str, options: QueryOptions, token: DeltaToken) -> str:
    """The link to what changes later, or to a further page of changes."""
    kept = _without(options, {"deltatoken", "skiptoken", "orderby", "count"})
    return _link(url, [*kept, ("$deltatoken", token.encode())])


def _without(options: QueryOptions, names: set[str]) -> list[tuple[str, str]]:
    return [
        pair
        for pair in options.pairs
        if pair[0] in options.custom or system_name(pair[0]) not in names
    ]


def _link(url: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{url}?{urlencode(pairs, quote_via=quote, safe='$,()@:')}"


def order_values(order: Sequence[OrderItem], row: Mapping[str, Scalar]) -> tuple[Scalar, ...]:
    """What a skip token for the row holds: its values in the order.

    What is computed the row has under `order_key`.
    """
    return tuple(
        row[item.declared.name if item.declared else order_key(number)]
        for number, item in enumerate(order)
    )


def order_key(number: int) -> str:
    """Under which name a row has what an item of the order, counted from 0, computes."""
    return f"odata_order_{number}"


def _beyond(item: OrderItem, value: Scalar) -> Expression:
    reference = _reference(item)
    if value is None:
        return FALSE if item.descending else Comparison(Comparator.NE, reference, NULL)
    operator = Comparator.LT if item.descending else Comparator.GT
    further: Expression = Comparison(operator, reference, _literal(item, value))
    if _may_follow_as_null(item):
        return Or((further, Comparison(Comparator.EQ, reference, NULL)))
    return further


def _may_follow_as_null(item: OrderItem) -> bool:
    return item.descending and item.nullable


def _reference(item: OrderItem) -> Expression:
    return item.expression


def _literal(item: OrderItem, value: Scalar) -> Literal:
    return NULL if value is None else Literal(value, item.type)


def _all(operands: list[Expression]) -> Expression:
    return operands[0] if len(operands) == 1 else And(tuple(operands))
