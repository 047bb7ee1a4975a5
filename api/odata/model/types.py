"""The types that properties and literals may have, and their values in Python."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias
from uuid import UUID

from api.odata.names import Names

Scalar: TypeAlias = (
    str
    | int
    | bool
    | Decimal
    | float
    | UUID
    | datetime
    | date
    | time
    | timedelta
    | bytes
    | None
)
"""A value of a property in Python; an enumeration value is the name of its member."""


class EdmType(StrEnum):
    """The primitive types that properties and literals may have."""

    STRING = "Edm.String"
    GUID = "Edm.Guid"
    BYTE = "Edm.Byte"
    SBYTE = "Edm.SByte"
    INT16 = "Edm.Int16"
    INT32 = "Edm.Int32"
    INT64 = "Edm.Int64"
    BOOLEAN = "Edm.Boolean"
    DECIMAL = "Edm.Decimal"
    SINGLE = "Edm.Single"
    DOUBLE = "Edm.Double"
    DATE = "Edm.Date"
    TIME_OF_DAY = "Edm.TimeOfDay"
    DATE_TIME_OFFSET = "Edm.DateTimeOffset"
    DURATION = "Edm.Duration"
    BINARY = "Edm.Binary"
    STREAM = "Edm.Stream"
    ENTITY = "Edm.EntityType"
    """What a path to an entity leads to; no property has it."""


FLOATS = frozenset({EdmType.SINGLE, EdmType.DOUBLE})
BOUNDS = {
    EdmType.BYTE: (0, 2**8 - 1),
    EdmType.SBYTE: (-(2**7), 2**7 - 1),
    EdmType.INT16: (-(2**15), 2**15 - 1),
    EdmType.INT32: (-(2**31), 2**31 - 1),
    EdmType.INT64: (-(2**63), 2**63 - 1),
}
INTEGERS = frozenset(BOUNDS)
NUMBERS = INTEGERS | FLOATS | {EdmType.DECIMAL}


@dataclass(frozen=True)
class Member:
    """A member of an enumeration and its number in $metadata."""

    name: str
    value: int


@dataclass(frozen=True)
class EnumType:
    """An enumeration; its members are numbered in the order given, from 0."""

    name: str
    members: tuple[str, ...]

    @cached_property
    def names(self) -> Names[Member]:
        """The members, found in any case."""
        return Names(Member(name, value) for value, name in enumerate(self.members))


ValueType: TypeAlias = EdmType | EnumType


def type_name(value_type: ValueType | None) -> str:
    """The type as a message shows it; None is the type of the null literal."""
    if value_type is None:
        return "null"
    return value_type.value if isinstance(value_type, EdmType) else value_type.name


class FilterForm(StrEnum):
    """The only form in which a filter may name a property (FilterExpressionType)."""

    SINGLE_VALUE = "SingleValue"
    """Compared with one value by `eq`, joined to the rest by `and`."""
    SINGLE_RANGE = "SingleRange"
    """Compared with the bounds of one interval, likewise."""
