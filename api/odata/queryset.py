"""Turns a filter and an order into Django's terms, with OData's rules of null.

This module, `operands`, `sources` and the package `sql` are the only ones of the layer that
know Django. Only what a source maps reaches the ORM.
"""

from collections.abc import Sequence

from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from api.odata.errors import NotImplementedFeatureError
from api.odata.expressions.nodes import Expression
from api.odata.operands import DerivedUseError
from api.odata.query_options import OrderItem
from api.odata.sources import Column, Columns, Condition, Constant, Source
from api.odata.sql import translator
from api.odata.sql.frames import Frame
from api.odata.sql.navigation import is_nullable


def condition(expression: Expression, columns: Columns) -> Condition:
    """When the expression is true of a row of a source; True or False if of all or none.

    Raises NotImplementedFeatureError for uses that a Derived property does not offer.
    """
    try:
        return translator.truth(expression, Frame.of(columns)).when_true
    except DerivedUseError as error:
        feature = "this use of a derived property"
        raise NotImplementedFeatureError(feature) from error


def as_q(settled: Condition) -> Q:
    """The condition for `QuerySet.filter`, which False leaves empty without asking."""
    if isinstance(settled, Q):
        return settled
    return Q() if settled else Q(pk__in=[])


def ordering(items: Sequence[OrderItem], columns: Columns) -> list[OrderBy]:
    """The items for `QuerySet.order_by`: null before every value (Part 1, 11.2.6.2).

    Constants are left out. For columns without nulls nothing is said of them, so that a
    plain index serves. Raises NotImplementedFeatureError for Derived properties.
    """
    return [
        _order(item, source)
        for item in items
        if not isinstance(source := columns[item.property.name], Constant)
    ]


def _order(item: OrderItem, source: Source) -> OrderBy:
    if not isinstance(source, Column):
        feature = f"$orderby by {item.property.name}"
        raise NotImplementedFeatureError(feature)
    nullable = is_nullable(source, item.property) or None
    if item.descending:
        return F(source.path).desc(nulls_last=nullable)
    return F(source.path).asc(nulls_first=nullable)
