"""What $apply can do with a set: Aggregation, derived from what its parser knows."""

from collections.abc import Iterator, Mapping

from api.odata.aggregation.parser import SUPPORTED
from api.odata.aggregation.steps import Method
from api.odata.model import EdmType, EntitySet, Property
from api.odata.vocabularies.annotation import AGGREGATION, Annotation, Path, Value


def of_set(entity_set: EntitySet, transformations: frozenset[str]) -> Iterator[Annotation]:
    """Of a set whose entities can be grouped and aggregated.

    `transformations` are those that its entities take before they are grouped, too.
    """
    usable = [each for each in entity_set.type.structural if _is_usable(each)]
    offered = transformations if entity_set.type.searched else transformations - {"search"}
    rollup = AGGREGATION.member("RollupType", "None")
    yield AGGREGATION.says(
        "ApplySupported",
        {
            "Transformations": tuple(each for each in SUPPORTED if each in offered),
            "Rollup": rollup,
            "From": False,
            "GroupableProperties": tuple(Path(each.name) for each in usable),
            "AggregatableProperties": tuple(_aggregatable(each) for each in usable),
        },
    )


def _is_usable(declared: Property) -> bool:
    """Whether it may stand anywhere in an expression."""
    streamed = declared.type is EdmType.STREAM
    return declared.filterable and declared.filtered_as is None and not streamed


def _aggregatable(declared: Property) -> Mapping[str, Value]:
    methods = tuple(each.value for each in Method if each.takes(declared.type))
    return {"Property": Path(declared.name), "SupportedAggregationMethods": methods}
