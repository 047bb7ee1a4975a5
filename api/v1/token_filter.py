"""What a $filter says of single tokens: their id, or their numbers within a mint request.

Lots know no single numbers, so these terms, joined by `and`, become a span of the collection;
what is left is true of whole lots.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from api.odata.errors import NotImplementedFeatureError
from api.odata.expressions.nodes import (
    FALSE,
    IT,
    And,
    Comparator,
    Comparison,
    Expression,
    Literal,
    PropertyValue,
)
from api.odata.model import Scalar
from projections.token_collection import Span
from tokens.domain.ids import MintRequestId
from tokens.domain.token.identifier import MAX_SEQUENCE, InvalidTokenIdError, TokenId

_MIRRORED = {
    Comparator.GT: Comparator.LT,
    Comparator.GE: Comparator.LE,
    Comparator.LT: Comparator.GT,
    Comparator.LE: Comparator.GE,
}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The span that a filter names, if any, and what else it says, if anything."""

    within: Span | None
    rest: Expression | None


def narrowed(condition: Expression) -> Narrowed:
    """Split a filter. Raises: NotImplementedFeatureError for numbers without mint request."""
    terms = condition.operands if isinstance(condition, And) else (condition,)
    spans = [span for term in terms if (span := _of_id(term))]
    numbers = [bounds for term in terms if (bounds := _numbers(term))]
    rest = [term for term in terms if not (_of_id(term) or _numbers(term))]
    if numbers:
        start = max(first for first, _ in numbers)
        stop = min(last for _, last in numbers)
        spans.append(Span(_mint_request(terms), start, stop))
    within = spans[0] if spans else None
    if any(span != within for span in spans[1:]) or (within and within.start >= within.stop):
        return Narrowed(None, FALSE)
    return Narrowed(within, _joined(rest))


def _of_id(term: Expression) -> Span | None:
    value = _compared(term, "id").get(Comparator.EQ)
    if not isinstance(value, str):
        return None
    try:
        token_id = TokenId.parse(value)
    except InvalidTokenIdError:
        # A text that is no identifier is equal to none.
        return Span(MintRequestId(UUID(int=0)), 0, 0)
    return Span(token_id.mint_request_id, token_id.sequence, token_id.sequence + 1)


def _numbers(term: Expression) -> tuple[int, int] | None:
    """Return the bounds start <= sequence < stop that a comparison sets."""
    for operator, value in _compared(term, "sequence").items():
        if value is None or isinstance(value, str | UUID) or operator is Comparator.NE:
            return None
        if math.isnan(value):  # type: ignore[arg-type]  # likewise
            return 0, 0
        low, high = _around(value)  # type: ignore[arg-type]  # a number by the parser
        return {
            Comparator.EQ: (low, high),
            Comparator.GE: (low, MAX_SEQUENCE + 1),
            Comparator.GT: (high, MAX_SEQUENCE + 1),
            Comparator.LE: (0, high),
            Comparator.LT: (0, low),
        }[operator]
    return None


def _around(value: float | Decimal) -> tuple[int, int]:
    """Return the first number that is not less, and the first that is greater."""
    within = min(max(value, -1), MAX_SEQUENCE + 1)
    return math.ceil(within), math.floor(within) + 1


def _mint_request(terms: Sequence[Expression]) -> MintRequestId:
    for term in terms:
        value = _compared(term, "mintRequestId").get(Comparator.EQ)
        if isinstance(value, UUID):
            return MintRequestId(value)
    feature = "$filter by sequence without mintRequestId eq …"
    raise NotImplementedFeatureError(feature, target="$filter")


def _compared(term: Expression, name: str) -> dict[Comparator, Scalar]:
    """Return the operator and the value that a property is compared with; else nothing."""
    match term:
        case Comparison(
            operator=operator,
            left=PropertyValue(property=found, owner=owner),
            right=Literal(value=value),
        ) if found.name == name and owner == IT:
            return {operator: value}
        case Comparison(
            operator=operator, left=Literal() as left, right=PropertyValue() as right
        ):
            mirrored = _MIRRORED.get(operator, operator)
            return _compared(Comparison(mirrored, right, left), name)
        case _:
            return {}


def _joined(terms: Sequence[Expression]) -> Expression | None:
    if len(terms) > 1:
        return And(tuple(terms))
    return terms[0] if terms else None
