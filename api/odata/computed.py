"""Properties that $compute adds to entities that are already at hand."""

from collections.abc import Sequence
from dataclasses import replace

from api.odata.errors import NotImplementedFeatureError
from api.odata.expressions.evaluate import value_of
from api.odata.expressions.scope import Computed
from api.odata.payload.item import Item


def with_computed(item: Item, compute: Sequence[Computed]) -> Item:
    """The entity with what its own properties suffice to compute.

    Raises NotImplementedFeatureError for what needs related entities.
    """
    missing = [each for each in compute if each.property.name not in item.row]
    if not missing:
        return item
    try:
        added = {each.property.name: value_of(each.expression, item.row) for each in missing}
    except KeyError as error:
        feature = f"$compute with {error.args[0]} here"
        raise NotImplementedFeatureError(feature, target="$compute") from error
    return replace(item, row={**item.row, **added})
