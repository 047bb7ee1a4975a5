"""Where a source of entities keeps each property, for translating filters and orders to SQL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import Combinable

from api.odata.expressions.nodes import Comparator
from api.odata.model import EntityType, Scalar

Condition: TypeAlias = Q | bool
"""A condition; a bool where it holds for every row or for none, whatever the database has."""


@dataclass(frozen=True, slots=True)
class Truth:
    """When an expression is true and when it is false; in every other row it is null.

    Both are stated positively, since SQL's NOT would turn null into null where OData has
    `x ne 'a'` true for null.
    """

    when_true: Condition
    when_false: Condition

    def opposite(self) -> "Truth":
        """True where this is false, and the other way round."""
        return Truth(self.when_false, self.when_true)


@dataclass(frozen=True, slots=True)
class Column:
    """A property kept at an ORM path.

    `nullable` overrules the property's own; `encode` gives the stored form of a value.
    """

    path: str
    nullable: bool | None = None
    encode: Callable[[Scalar], Any] | None = None

    def stored(self, value: Scalar) -> Any:  # noqa: ANN401 - as the column stores it
        """The value as the column holds it; null is never encoded."""
        return value if value is None or self.encode is None else self.encode(value)


@dataclass(frozen=True, slots=True)
class Constant:
    """A property with one value in every row; its comparisons are settled without SQL."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Derived:
    """A property that no column holds: `compare` states when it compares so with a value.

    Other uses of it (functions, another property beside it) are not implemented (501).
    """

    compare: Callable[[Comparator, Scalar], Truth]


@dataclass(frozen=True, slots=True)
class Joined:
    """A navigation to one entity that Django follows by itself, at an ORM path."""

    path: str
    columns: Callable[[], "Columns"]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of related entities: those whose columns `join` equal others of this entity.

    `rows` gives those that the caller may see. `join` leads from ORM paths there to ORM paths
    here. Where a row stands for several entities alike, `size` says for how many.
    """

    rows: Callable[[], QuerySet[Model]]
    join: Mapping[str, str]
    columns: Callable[[], "Columns"]
    size: Combinable | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """A navigation to the rows of other tables; each entity is in one of the parts."""

    parts: tuple[Part, ...]


Source: TypeAlias = Column | Constant | Derived | Joined | Related
Columns: TypeAlias = Mapping[str, Source]
"""From the name of a property or navigation, in its declared case, to where it is kept."""


def columns_of(
    entity_type: EntityType, navigations: Mapping[str, Joined | Related] | None = None
) -> dict[str, Source]:
    """The columns of a source that keeps each property at its declared field.

    `navigations` are those that expressions may follow.
    """
    columns: dict[str, Source] = {e.name: Column(e.field) for e in entity_type.structural}
    return columns | dict(navigations or {})


def all_of(conditions: list[Condition]) -> Condition:
    """The conjunction, settled as far as it can be."""
    if any(each is False for each in conditions):
        return False
    return _joined([each for each in conditions if isinstance(each, Q)], Q.AND, empty=True)


def any_of(conditions: list[Condition]) -> Condition:
    """The disjunction, settled as far as it can be."""
    if any(each is True for each in conditions):
        return True
    return _joined([each for each in conditions if isinstance(each, Q)], Q.OR, empty=False)


def inverted(condition: Condition) -> Condition:
    """SQL's NOT; for conditions that are never null, or with the nulls stated beside it."""
    return not condition if isinstance(condition, bool) else ~condition


def _joined(conditions: list[Q], connector: str, *, empty: bool) -> Condition:
    if not conditions:
        return empty
    if len(conditions) == 1:
        return conditions[0]
    return Q(*conditions, _connector=connector)
