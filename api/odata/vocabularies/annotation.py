"""Annotations and their values, whatever $metadata is written in (OData 4.01 CSDL, 14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Path:
    """The path of a property, or with `navigation` of a navigation property."""

    text: str
    navigation: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an enumeration of a vocabulary; several where its values are flags."""

    type: str
    names: tuple[str, ...]


Value: TypeAlias = (
    bool | int | str | Path | Member | tuple["Value", ...] | Mapping[str, "Value"]
)
"""A constant, a collection or a record."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a term, written with its full namespace, says."""

    term: str
    value: Value


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms under a namespace; `alias` is what a reference calls it."""

    namespace: str
    alias: str

    @property
    def uri(self) -> str:
        """Where OASIS keeps it, without the ending that says in which form."""
        return f"https://oasis-tcs.github.io/odata-vocabularies/vocabularies/{self.namespace}"

    def says(self, term: str, value: Value) -> Annotation:
        """Return an annotation with one of its terms."""
        return Annotation(f"{self.namespace}.{term}", value)

    def affirms(self, term: str) -> Annotation:
        """Return the annotation that a tag holds."""
        return self.says(term, value=True)

    def denies(self, term: str) -> Annotation:
        """Return the annotation that a tag does not hold."""
        return self.says(term, value=False)

    def member(self, enum: str, *names: str) -> Member:
        """Return members of one of its enumerations."""
        return Member(f"{self.namespace}.{enum}", names)


CORE = Vocabulary("Org.OData.Core.V1", "Core")
CAPABILITIES = Vocabulary("Org.OData.Capabilities.V1", "Capabilities")
VALIDATION = Vocabulary("Org.OData.Validation.V1", "Validation")
AGGREGATION = Vocabulary("Org.OData.Aggregation.V1", "Aggregation")
REPEATABILITY = Vocabulary("Org.OData.Repeatability.V1", "Repeatability")
VOCABULARIES = (CORE, CAPABILITIES, VALIDATION, AGGREGATION, REPEATABILITY)
