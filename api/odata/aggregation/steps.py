"""What a $apply does, step by step; each name in it is declared, or made by an earlier step."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from api.odata.expressions.nodes import Expression
from api.odata.expressions.order import OrderItem
from api.odata.expressions.scope import Computed
from api.odata.model import (
    FLOATS,
    NUMBERS,
    EdmType,
    EntityType,
    EnumType,
    Property,
    ValueType,
)

UNORDERED = frozenset({EdmType.BOOLEAN, EdmType.BINARY, EdmType.GUID, EdmType.ENTITY})
"""Types without least and greatest values; enumerations have none, either."""


class Method(Enum):
    """How values are aggregated (Data Aggregation 4.0, 3.1.3); null values are passed over."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"
    AVERAGE = "average"
    COUNT_DISTINCT = "countdistinct"

    def takes(self, kind: ValueType) -> bool:
        """Whether values of a type can be aggregated so."""
        if self is Method.COUNT_DISTINCT:
            return kind is not EdmType.ENTITY
        if self in {Method.MIN, Method.MAX}:
            return not isinstance(kind, EnumType) and kind not in UNORDERED
        return kind in NUMBERS

    def result(self, kind: ValueType) -> ValueType:
        """The type of the result for values of a type."""
        if self is Method.COUNT_DISTINCT:
            return EdmType.INT64
        if self in {Method.MIN, Method.MAX}:
            return kind
        return EdmType.DOUBLE if kind in FLOATS else EdmType.DECIMAL


@dataclass(frozen=True, slots=True)
class Aggregation:
    """A property made of many values; without method and operand, it counts instances."""

    result: Property
    method: Method | None = None
    operand: Expression | None = None


@dataclass(frozen=True, slots=True)
class Filtered:
    """Those for which a condition is true: `filter` and `search`."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class Extended:
    """All, with further properties: `compute`."""

    computed: tuple[Computed, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """One for each combination of values: `groupby`; one in all without `keys`: `aggregate`."""

    keys: tuple[Property, ...]
    aggregations: tuple[Aggregation, ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    """All, in an order: `orderby`."""

    order: tuple[OrderItem, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """Some, by their place in the order: `top` and `skip`."""

    skip: int = 0
    top: int | None = None


class Measure(Enum):
    """By what the best are chosen."""

    COUNT = "count"
    SUM = "sum"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Best:
    """Those with the greatest or the least values: `topcount`, `bottomsum` and their kin.

    SUM takes them until their values add up to `amount`, PERCENT to so much of the whole.
    """

    measure: Measure
    amount: Decimal
    value: Expression
    descending: bool

    @property
    def count(self) -> int:
        """The amount as a number of instances."""
        return max(int(self.amount), 0)


Step: TypeAlias = Filtered | Extended | Grouped | Ordered | Cut | Best


@dataclass(frozen=True, slots=True)
class Applied:
    """A whole $apply: its steps, and of what type the results are.

    `entities`: they are still the entities of the set, with what `computed` adds.
    """

    steps: tuple[Step, ...]
    shape: EntityType
    entities: bool
    computed: tuple[Computed, ...] = ()

    @property
    def lowers(self) -> bool:
        """Whether $filter, $compute and $orderby would have said the same."""
        alike = Filtered | Extended | Ordered
        return self.entities and all(isinstance(each, alike) for each in self.steps)


def shape_of(
    entity_type: EntityType, keys: tuple[Property, ...], made: tuple[Property, ...]
) -> EntityType:
    """The type of instances that have these properties alone; `keys` tell them apart."""
    # What is grouped is in hand, so it can be ordered by whatever its entities offer.
    open_ = tuple(replace(each, nullable=True, sortable=True) for each in (*keys, *made))
    return EntityType(entity_type.name, tuple(each.name for each in keys), open_)
