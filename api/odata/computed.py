"""Properties that $compute adds to entities that are already at hand."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.odata.errors import NotImplementedFeatureError
from api.odata.expressions.evaluate import value_of
from api.odata.expressions.scope import Computed
from api.odata.model import FLOATS, INTEGERS, Scalar, ValueType
from api.odata.payload.item import Item


def with_computed(item: Item, compute: Sequence[Computed]) -> Item:
    """The entity with what its own properties suffice to compute.

    Raises NotImplementedFeatureError for what needs related entities.
    """
    missing = [each for each in compute if each.property.name not in item.row]
    if not missing:
        return item
    try:
        added = {
            each.property.name: typed(value_of(each.expression, item.row), each.property.type)
            for each in missing
        }
    except KeyError as error:
        feature = f"$compute with {error.args[0]} here"
        raise NotImplementedFeatureError(feature, target="$compute") from error
    return replace(item, row={**item.row, **added})


def typed(found: Any, value_type: ValueType) -> Scalar:  # noqa: ANN401 - as it was computed
    """A number that was computed exactly, as one of its own type."""
    if found is None or isinstance(found, bool):
        return found
    if value_type in INTEGERS:
        return int(found)
    return float(found) if value_type in FLOATS else found
