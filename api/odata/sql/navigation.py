"""Properties behind paths, and any, all and $count of collections, as subqueries.

A path that Django can join is joined. Behind others is a query of its own, which refers to
this one: the database finds the related rows by the columns that join them, along an index.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, Exists, Field, Model, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from api.odata.errors import NotImplementedFeatureError
from api.odata.expressions.nodes import (
    AllOf,
    AnyOf,
    CountOf,
    Expression,
    Members,
    Missing,
    PropertyValue,
    Variable,
)
from api.odata.model import EdmType, Property
from api.odata.operands import DerivedUseError, Operand, Varying
from api.odata.sources import (
    Column,
    Condition,
    Constant,
    Derived,
    Part,
    Truth,
    any_of,
    inverted,
)
from api.odata.sql import translator
from api.odata.sql.fields import field_of
from api.odata.sql.frames import Frame, Hop, Place


class _Total(Subquery):
    """The sum of the sizes of a query's rows; zero of none."""

    template = "(SELECT COALESCE(SUM(_counted._size), 0) FROM (%(subquery)s) AS _counted)"


def truth(node: Missing | AnyOf | AllOf, frame: Frame) -> Truth:
    """When a path leads nowhere, or what is true of a collection; never null."""
    if isinstance(node, Missing):
        held = _missing(node, frame)
    elif isinstance(node, AnyOf):
        held = _exists(node.members, frame, node.members.condition)
    else:
        held = inverted(_exists(node.members, frame, node.members.condition, untrue=True))
    return Truth(held, inverted(held))


def value(node: PropertyValue | CountOf, frame: Frame) -> Operand:
    """A property of an entity, or how many related entities there are."""
    if isinstance(node, CountOf):
        return _count(node.members, frame)
    place = frame.locate(node.owner)
    if isinstance(place, Hop):
        behind = PropertyValue(node.property, node.type, place.rest)
        return _behind(place, behind, node.property, frame)
    source = place.columns[node.property.name]
    if isinstance(source, Constant | Derived):
        if place.path:
            raise DerivedUseError
        return source
    if not isinstance(source, Column):
        raise DerivedUseError
    nullable = bool(place.path) or is_nullable(source, node.property)
    reference = frame.reference(place, source.path)
    if place.depth < frame.depth:
        return Varying(reference, node.type, nullable, encoding=source)
    local = Column(place.at(source.path), nullable, source.encode)
    return Varying(reference, node.type, nullable, local)


def is_nullable(column: Column, declared: Property) -> bool:
    """Whether a column can be null: as it says, or as its property says."""
    return declared.nullable if column.nullable is None else column.nullable


def _missing(node: Missing, frame: Frame) -> Condition:
    place = frame.locate(node.entity)
    if isinstance(place, Place):
        return Q(**{f"{place.path}__isnull": True})
    inner = [] if place.rest == place.variable else [Missing(place.rest)]  # type: ignore[arg-type]  # a Step, then
    found = []
    for part, rows, inside in _rows(place, frame):
        del part
        stated = [inverted(translator.truth(each, inside).when_true) for each in inner]
        found += _holding(rows, stated[0] if stated else True)
    return inverted(any_of(found))


def _behind(hop: Hop, node: PropertyValue, declared: Property, frame: Frame) -> Operand:
    ((_, rows, inside),) = _single(hop, frame)
    inner = translator.value(node, inside)
    if not isinstance(inner, Varying):
        raise DerivedUseError
    encoding = inner.column or inner.encoding
    found = _first(rows, inner.expression, field_of(declared.type))
    return Varying(found, node.type, nullable=True, encoding=encoding)


def _single(hop: Hop, frame: Frame) -> list[tuple[Part, QuerySet[Model], Frame]]:
    found = list(_rows(hop, frame))
    if len(found) != 1:
        feature = "a property behind a path to rows of several tables"
        raise NotImplementedFeatureError(feature)
    return found


def _first(rows: QuerySet[Model], expression: Any, field: "Field[Any, Any]") -> Subquery:  # noqa: ANN401 - any of Django's
    return Subquery(rows.order_by().values(_value=expression)[:1], output_field=field)


def _exists(
    members: Members, frame: Frame, condition: Expression, *, untrue: bool = False
) -> Condition:
    """Whether a related entity has a condition, or (`untrue`) does not have it."""
    place = frame.locate(members.origin)
    found: list[Condition] = []
    if isinstance(place, Hop):
        inner = Members(place.rest, members.navigation, members.variable, condition)
        for _, rows, inside in _rows(place, frame):
            found += _holding(rows, _exists(inner, inside, condition, untrue=untrue))
        return any_of(found)
    for _, rows, inside in _related(members, place, frame):
        stated = translator.truth(condition, inside).when_true
        found += _holding(rows, _untrue(stated) if untrue else stated)
    return any_of(found)


def _count(members: Members, frame: Frame) -> Operand:
    place = frame.locate(members.origin)
    if isinstance(place, Hop):
        ((_, rows, inside),) = _single(place, frame)
        inner = _count(
            Members(place.rest, members.navigation, members.variable, members.condition), inside
        )
        if not isinstance(inner, Varying):
            return inner
        field = field_of(EdmType.INT64)
        total = Coalesce(_first(rows, inner.expression, field), Value(0))
        return Varying(total, EdmType.INT64, nullable=False)
    totals: list[Any] = []
    for part, rows, inside in _related(members, place, frame):
        stated = translator.truth(members.condition, inside).when_true
        if stated is False:
            continue
        counted = rows if stated is True else rows.filter(stated)
        sizes = counted.order_by().values(_size=part.size or Value(1))
        totals.append(_Total(sizes, output_field=field_of(EdmType.INT64)))
    if not totals:
        return Constant(0)
    total = totals[0]
    for other in totals[1:]:
        total += other
    return Varying(total, EdmType.INT64, nullable=False)


def _holding(rows: QuerySet[Model], stated: Condition) -> list[Condition]:
    if stated is False:
        return []
    return [Q(Exists(rows if stated is True else rows.filter(stated)))]


def _untrue(stated: Condition) -> Condition:
    """When a condition is false or null."""
    if isinstance(stated, bool):
        return not stated
    held = Case(When(stated, then=Value(True)), default=Value(False))  # noqa: FBT003 - Django's
    return Q(Exact(held, Value(False)))  # noqa: FBT003 - likewise


def _rows(hop: Hop, frame: Frame) -> Iterator[tuple[Part, QuerySet[Model], Frame]]:
    yield from _parts(hop.related.parts, hop.origin, hop.variable, frame)


def _related(
    members: Members, place: Place, frame: Frame
) -> Iterator[tuple[Part, QuerySet[Model], Frame]]:
    parts = frame.related(place, members.navigation.name).parts
    yield from _parts(parts, place, members.variable, frame)


def _parts(
    parts: tuple[Part, ...], place: Place, variable: Variable, frame: Frame
) -> Iterator[tuple[Part, QuerySet[Model], Frame]]:
    for part in parts:
        rows = part.rows().filter(**frame.joined(part, place))
        yield part, rows, frame.inside(variable, part.columns())
