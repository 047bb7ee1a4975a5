"""In what manner payloads are written: the version, the format, the URLs (JSON Format, 3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite
from typing import Any, TypeAlias

import orjson

from api.odata.headers.negotiation import JsonFormat, Metadata
from api.odata.headers.versions import ODataVersion
from api.odata.model import FLOATS, INTEGERS, EdmType, EntitySet, Property, Service, ValueType
from api.odata.payload.item import Item
from api.odata.payload.urls import ServiceUrls
from api.odata.values import raw_text

Json: TypeAlias = dict[str, Any]
Write: TypeAlias = Callable[[Any], Any] | None
"""Makes JSON of a value of a property; None where JSON has such values."""
_AS_TEXT = frozenset(
    {
        EdmType.DATE_TIME_OFFSET,
        EdmType.DATE,
        EdmType.TIME_OF_DAY,
        EdmType.DURATION,
        EdmType.BINARY,
    }
)


@dataclass(frozen=True, slots=True)
class Style:
    """The version and format that a client negotiated, for payloads of a service."""

    service: Service
    urls: ServiceUrls
    version: ODataVersion = ODataVersion.V4_0
    format: JsonFormat = field(default_factory=JsonFormat)
    omit_nulls: bool = False

    def name(self, control: str) -> str:
        """The name of control information about what it stands in."""
        return f"@{self.version.control}{control}"

    def count(self, count: int) -> int | str:
        """A count, which is an Edm.Int64."""
        return _number_text(count) if self.format.ieee754 else count

    def context(self, url: str) -> Json:
        """The member that names a context URL, unless the client wants no metadata."""
        if self.format.metadata is Metadata.NONE:
            return {}
        return {self.name("context"): url}

    def reference(self, entity_set: EntitySet, item: Item) -> Json:
        """An entity by its id alone."""
        return {self.name("id"): self.urls.entity_path(entity_set, item.row)}

    def removed(self, entity_set: EntitySet, item: Item) -> Json:
        """An entity that has left what is tracked: its id alone, in either version's form."""
        path = self.urls.entity_path(entity_set, item.row)
        if self.version is ODataVersion.V4_0:
            context = self.urls.context(entity_set, tail="/$deletedEntity")
            return {self.name("context"): context, "id": path, "reason": "changed"}
        return {self.name("removed"): {"reason": "changed"}, self.name("id"): path}

    def writers(
        self, entity_set: EntitySet, select: Sequence[Property] | None
    ) -> list[tuple[str, Write]]:
        """The properties to show, each with what makes JSON of its values.

        Those that the type does not declare are computed, so their integers have no bounds.
        """
        if select is None:
            return self._written(entity_set.type.structural)
        names = entity_set.type.property_names
        return [
            pair
            for each in select
            for pair in (
                self._written([each]) if names.find(each.name) else self.computed([each])
            )
        ]

    def computed(self, shown: Sequence[Property]) -> list[tuple[str, Write]]:
        """Properties that a query makes, each with what makes JSON of its values."""
        return [
            (name, write or (_integer if each.type in INTEGERS else None))
            for each in shown
            for name, write in self._written([each])
        ]

    def _written(self, shown: Sequence[Property]) -> list[tuple[str, Write]]:
        return [(p.name, self.writer(p.type)) for p in shown if p.type is not EdmType.STREAM]

    def writer(self, value_type: ValueType) -> Write:
        """What makes JSON of the values of a type."""
        if value_type in _AS_TEXT:
            return raw_text
        if value_type in FLOATS:
            return _float_number
        if value_type is EdmType.DECIMAL:
            return _number_text if self.format.ieee754 else _decimal_number
        if value_type is EdmType.INT64 and self.format.ieee754:
            return _number_text
        return None


def _float_number(value: float) -> float | str:
    return value if isfinite(value) else raw_text(float(value))


def _integer(value: int) -> orjson.Fragment:
    """All digits, where orjson would refuse more than 64 bits."""
    return orjson.Fragment(str(value))


def _number_text(value: int | Decimal) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _decimal_number(value: Decimal) -> orjson.Fragment:
    """The exact digits, where a float would round."""
    return orjson.Fragment(format(value, "f"))
