"""What $apply can do with a set: Aggregation, derived from what its parser knows."""

from collections.abc import Iterator, Mapping

from api.odata.aggregation.parser import SUPPORTED
from api.odata.aggregation.steps import Method
from api.odata.model import EdmType, EntitySet, Property
from api.odata.vocabularies.annotation import AGGREGATION, Annotation, Path, Value


def of_set(entity_set: EntitySet) -> Iterator[Annotation]:
    """Of a set whose entities can be grouped and aggregated."""
    usable = [each for each in entity_set.type.structural if _is_usable(each)]
    searched = bool(entity_set.type.searched)
    rollup = AGGREGATION.member("RollupType", "None")
    yield AGGREGATION.says(
        "ApplySupported",
        {
            "Transformations": tuple(e for e in SUPPORTED if e != "search" or searched),
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
