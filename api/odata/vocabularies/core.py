"""What the declaration itself says: Core and Validation, of each thing that is declared."""

from collections.abc import Iterator

from api.odata.model import EntitySet, Property
from api.odata.vocabularies.annotation import CORE, VALIDATION, Annotation, Path

VERSIONS = "4.01"
"""What Core.ODataVersions says; it implies 4.0."""


def of_schema() -> Iterator[Annotation]:
    """Of the schema: operations need no namespace."""
    yield CORE.affirms("DefaultNamespace")


def of_set(entity_set: EntitySet) -> Iterator[Annotation]:
    """Of a set: what it is, and what its entity tags stand for."""
    yield from described(entity_set.description)
    if entity_set.concurrency:
        paths = tuple(Path(name) for name in entity_set.concurrency)
        yield CORE.says("OptimisticConcurrency", paths)


def of_property(declared: Property) -> Iterator[Annotation]:
    """Of a property: who sets it, when, and within which bounds."""
    yield from described(declared.description)
    if declared.computed:
        yield CORE.affirms("Computed")
    elif declared.immutable:
        yield CORE.affirms("Immutable")
    if declared.minimum is not None:
        yield VALIDATION.says("Minimum", declared.minimum)
    if declared.maximum is not None:
        yield VALIDATION.says("Maximum", declared.maximum)


def of_parameter(declared: Property) -> Iterator[Annotation]:
    """Of a parameter of an action."""
    yield from of_property(declared)
    if declared.optional or declared.nullable:
        yield CORE.says("OptionalParameter", {})


def described(description: str) -> Iterator[Annotation]:
    """A description, where there is one."""
    if description:
        yield CORE.says("Description", description)
