"""What can be asked of a service and of its sets: Capabilities, Aggregation, Repeatability.

Everything is derived: from the query options and functions that the layer knows, from the
declaration, and from the operations that the resources offer.
"""

from collections.abc import Iterator, Mapping

from api.odata.batch.model import BatchFormat
from api.odata.expansion import MOST_LEVELS
from api.odata.expressions.functions import FUNCTIONS, SPECIAL
from api.odata.headers.negotiation import JSON, Metadata
from api.odata.model import EdmType, EntitySet, EntityType, Navigation
from api.odata.offer import Offer
from api.odata.option_names import COLLECTION
from api.odata.vocabularies import aggregation
from api.odata.vocabularies.annotation import (
    CAPABILITIES,
    CORE,
    REPEATABILITY,
    Annotation,
    Path,
    Value,
)
from api.odata.vocabularies.core import VERSIONS

METADATA_FORMATS = ("application/xml", JSON)
_BATCHES: Mapping[str, Value] = {
    "Supported": True,
    "ContinueOnErrorSupported": True,
    "ReferencesInRequestBodiesSupported": False,
    "ReferencesAcrossChangeSetsSupported": True,
    "EtagReferencesSupported": True,
    "RequestDependencyConditionsSupported": False,
    "SupportedFormats": tuple(each.value for each in BatchFormat),
}
_OF_NO_USE = frozenset({"totaloffsetminutes"})
"""It is answered with 0 always: moments are kept in UTC, whatever offset they came with."""
_INTERMEDIATE = frozenset({"select", "filter", "top"})
_ADVANCED = _INTERMEDIATE | {"skip", "count", "orderby", "expand", "search"}


def of_container(offer: Offer) -> Iterator[Annotation]:
    """Of the whole service."""
    says = CAPABILITIES.says
    level = CAPABILITIES.member("ConformanceLevelType", conformance_level())
    formats = tuple(f"{JSON};odata.metadata={each.value}" for each in Metadata)
    yield CORE.says("ODataVersions", VERSIONS)
    yield CORE.affirms("ConventionalIDs")
    yield CORE.affirms("DereferenceableIDs")
    yield says("ConformanceLevel", level)
    yield says("SupportedFormats", (*formats, f"{JSON};IEEE754Compatible=true"))
    yield says("SupportedMetadataFormats", METADATA_FORMATS)
    yield says("FilterFunctions", _functions())
    yield CAPABILITIES.affirms("KeyAsSegmentSupported")
    yield CAPABILITIES.affirms("QuerySegmentSupported")
    yield CAPABILITIES.affirms("BatchSupported")
    yield CAPABILITIES.affirms("BatchContinueOnErrorSupported")
    yield says("BatchSupport", _BATCHES)
    yield says("AsynchronousRequestsSupported", value=offer.asynchronous)
    yield CAPABILITIES.denies("CrossJoinSupported")
    yield CAPABILITIES.denies("AnnotationValuesInQuerySupported")
    yield says("DeepInsertSupport", {"Supported": False})
    yield says("DeepUpdateSupport", {"Supported": False})
    if offer.headers:
        shown = ({"Name": h.name, "Description": h.description} for h in offer.headers)
        yield says("CustomHeaders", tuple(shown))
    if offer.repeatable:
        yield REPEATABILITY.affirms("Supported")


def _functions() -> tuple[str, ...]:
    return tuple(sorted({*FUNCTIONS, *SPECIAL, "any", "all"} - _OF_NO_USE))


def conformance_level() -> str:
    """The level of OData 4.0 whose query options are there."""
    if COLLECTION >= _ADVANCED:
        return "Advanced"
    return "Intermediate" if COLLECTION >= _INTERMEDIATE else "Minimal"


def of_set(entity_set: EntitySet, offer: Offer) -> Iterator[Annotation]:
    """Of an entity set."""
    yield from _reading(entity_set)
    yield CAPABILITIES.says("ChangeTracking", _tracking(entity_set, offer))
    yield CAPABILITIES.says("ExpandRestrictions", _expand(entity_set, offer))
    yield from _changing(entity_set, offer)
    if entity_set.name in offer.transformations:
        yield from aggregation.of_set(entity_set, offer.transformations[entity_set.name])
    restricted = tuple(
        _along(entity_set, navigation, offer) for navigation in entity_set.type.navigations
    )
    if restricted:
        yield CAPABILITIES.says("NavigationRestrictions", {"RestrictedProperties": restricted})


def _reading(entity_set: EntitySet) -> Iterator[Annotation]:
    says, entity_type = CAPABILITIES.says, entity_set.type
    yield CAPABILITIES.affirms("IndexableByKey")
    yield says("TopSupported", "top" in COLLECTION)
    yield says("SkipSupported", "skip" in COLLECTION)
    yield says("ComputeSupported", "compute" in COLLECTION)
    yield says("SelectSupport", {"Supported": "select" in COLLECTION})
    yield says("CountRestrictions", {"Countable": "count" in COLLECTION})
    yield says("FilterRestrictions", _filter(entity_type))
    yield says("SortRestrictions", _sort(entity_type))
    yield says("SearchRestrictions", {"Searchable": bool(entity_type.searched)})


def _tracking(entity_set: EntitySet, offer: Offer) -> Mapping[str, Value]:
    if entity_set.name not in offer.tracked:
        return {"Supported": False}
    return {"Supported": True, "ExpandableProperties": ()}


def _filter(entity_type: EntityType) -> Mapping[str, Value]:
    forms = tuple(
        {"Property": Path(each.name), "AllowedExpressions": each.filtered_as.value}
        for each in entity_type.properties
        if each.filtered_as is not None
    )
    return {
        "Filterable": True,
        "RequiresFilter": False,
        "NonFilterableProperties": _paths(entity_type, "filterable"),
        "FilterExpressionRestrictions": forms,
    }


def _sort(entity_type: EntityType) -> Mapping[str, Value]:
    upwards = (each for each in entity_type.properties if each.ascending_only)
    return {
        "Sortable": True,
        "AscendingOnlyProperties": tuple(Path(each.name) for each in upwards),
        "NonSortableProperties": _paths(entity_type, "sortable"),
    }


def _expand(entity_set: EntitySet, offer: Offer) -> Mapping[str, Value]:
    ways = [each.name for each in entity_set.type.navigations]
    closed = [name for name in ways if (entity_set.name, name) not in offer.expandable]
    if "expand" not in COLLECTION or closed == ways:
        return {"Expandable": False}
    paths = tuple(Path(name, navigation=True) for name in closed)
    return {"Expandable": True, "MaxLevels": MOST_LEVELS, "NonExpandableProperties": paths}


def _changing(entity_set: EntitySet, offer: Offer) -> Iterator[Annotation]:
    operations = offer.of(entity_set.name)
    yield CAPABILITIES.says("InsertRestrictions", _insert(entity_set.type, operations))
    yield CAPABILITIES.says("UpdateRestrictions", _update(operations))
    yield CAPABILITIES.says("DeleteRestrictions", {"Deletable": "delete" in operations})


def _insert(entity_type: EntityType, operations: frozenset[str]) -> Mapping[str, Value]:
    if "create" not in operations:
        return {"Insertable": False}
    required = tuple(Path(each.name) for each in entity_type.structural if each.required)
    return {"Insertable": True, "RequiredProperties": required}


def _update(operations: frozenset[str]) -> Mapping[str, Value]:
    methods = {"update": "PATCH", "replace": "PUT"}
    offered = [method for name, method in methods.items() if name in operations]
    if not offered:
        return {"Updatable": False}
    return {"Updatable": True, "UpdateMethod": CAPABILITIES.member("HttpMethod", *offered)}


def _along(entity_set: EntitySet, navigation: Navigation, offer: Offer) -> Mapping[str, Value]:
    """What may be done where a navigation leads; references are never changed."""
    operations = offer.along(entity_set.name, navigation)
    single = CAPABILITIES.member("NavigationType", "Single")
    return {
        "NavigationProperty": Path(navigation.name, navigation=True),
        "Navigability": single,
        "InsertRestrictions": {"Insertable": "create" in operations},
        "UpdateRestrictions": {"Updatable": bool(operations & {"update", "replace"})},
        "DeleteRestrictions": {"Deletable": "delete" in operations},
    }


def _paths(entity_type: EntityType, ability: str) -> tuple[Path, ...]:
    return tuple(
        Path(each.name)
        for each in entity_type.properties
        if each.type is EdmType.STREAM or not getattr(each, ability)
    )
