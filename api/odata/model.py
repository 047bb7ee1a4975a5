"""The entity model, declared once (OData 4.01 CSDL): what a request may name and its types."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
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

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _in_snake_case(name: str) -> str:
    return _HUMP.sub("_", name).lower()


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


@dataclass(frozen=True)
class Property:
    """A property of an entity, or a parameter of an action.

    `field` is the ORM path or attribute that holds it; left empty it is the name in
    snake_case. A property that is neither nullable, computed nor optional must be given
    when creating. `minimum` and `maximum` bound numbers, `max_length` strings (characters).
    `description` says in plain words what it is, to people who read $metadata.
    """

    name: str
    type: ValueType
    field: str = ""
    nullable: bool = False
    computed: bool = False
    immutable: bool = False
    optional: bool = False
    filterable: bool = True
    sortable: bool = True
    filtered_as: FilterForm | None = None
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    description: str = ""

    def __post_init__(self) -> None:
        """Derive the field where none is given."""
        if not self.field:
            object.__setattr__(self, "field", _in_snake_case(self.name))

    def named(self, name: str) -> "Property":
        """The same by another name, as a body by itself has it: not computed, but needed."""
        return replace(self, name=name, computed=False, optional=False)

    @property
    def required(self) -> bool:
        """Whether a body that creates must contain it."""
        return not (self.nullable or self.computed or self.optional)


@dataclass(frozen=True)
class Navigation:
    """A declared way from an entity to others: `entity_set` names the set that it leads to.

    `field` is the relation of the ORM that goes this way; left empty it is the name in
    snake_case. `constraint`, for a way to one entity: the property here that has the value
    of a property there; then no relation is needed. `partner` names
    the way back, if there is one.
    """

    name: str
    entity_set: str
    collection: bool = True
    field: str = ""
    constraint: tuple[str, str] | None = None
    partner: str | None = None
    description: str = ""

    def __post_init__(self) -> None:
        """Derive the field where none is given."""
        if not self.field:
            object.__setattr__(self, "field", _in_snake_case(self.name))


class Binding(Enum):
    """What an action is called on."""

    ENTITY = "entity"
    COLLECTION = "collection"


@dataclass(frozen=True)
class Action:
    """A bound action. `conditional`: offered by an entity only in some of its states."""

    name: str
    binding: Binding = Binding.ENTITY
    parameters: tuple[Property, ...] = ()
    conditional: bool = False
    returns_entity: bool = True
    description: str = ""


@dataclass(frozen=True)
class EntityType:
    """An entity type; `media` names the stream that `/$value` answers, if any.

    Where that is a declared stream property, `/$value` is only another name for it; else
    the type is that of media entities (HasStream). `searched` names the strings in which
    $search looks; without any, it is not offered.
    """

    name: str
    key: tuple[str, ...]
    properties: tuple[Property, ...] = field(repr=False)
    navigations: tuple[Navigation, ...] = field(default=(), repr=False)
    media: str | None = None
    description: str = ""
    searched: tuple[str, ...] = ()

    @cached_property
    def searched_properties(self) -> tuple[Property, ...]:
        """The properties in which $search looks; KeyError if one is not declared."""
        by_name = {each.name: each for each in self.properties}
        return tuple(by_name[name] for name in self.searched)

    @cached_property
    def property_names(self) -> Names[Property]:
        """The properties, found in any case."""
        return Names(self.properties)

    @cached_property
    def navigation_names(self) -> Names[Navigation]:
        """The navigations, found in any case."""
        return Names(self.navigations)

    def is_open(self, declared: Property) -> bool:
        """Whether a property may be changed once the entity is there."""
        return not (declared.computed or declared.immutable or declared.name in self.key)

    @cached_property
    def has_stream(self) -> bool:
        """Whether each entity is itself a stream (Part 1, 11.2.3)."""
        return self.media is not None and self.property_names.find(self.media) is None

    @cached_property
    def structural(self) -> tuple[Property, ...]:
        """The properties that a payload carries: all but streams."""
        return tuple(each for each in self.properties if each.type is not EdmType.STREAM)

    @cached_property
    def key_properties(self) -> tuple[Property, ...]:
        """The key's properties in the order declared; KeyError if one is not declared."""
        by_name = {each.name: each for each in self.properties}
        return tuple(by_name[name] for name in self.key)


@dataclass(frozen=True)
class EntitySet:
    """A set of entities under the root, with the actions bound to it or its entities.

    `concurrency` names the properties that an entity tag stands for; where there are any,
    who changes an entity has to say which tag is meant (Core.OptimisticConcurrency).
    """

    name: str
    type: EntityType
    actions: tuple[Action, ...] = ()
    concurrency: tuple[str, ...] = ()
    in_service_document: bool = True
    description: str = ""

    @cached_property
    def action_names(self) -> Names[Action]:
        """The actions, found in any case and unqualified."""
        return Names(self.actions)


@dataclass(frozen=True)
class Service:
    """Everything that the service offers; the root of the model."""

    sets: tuple[EntitySet, ...]
    enums: tuple[EnumType, ...] = ()
    namespace: str = "Contoso"

    @cached_property
    def set_names(self) -> Names[EntitySet]:
        """The entity sets, found in any case."""
        return Names(self.sets)

    @cached_property
    def enum_names(self) -> Names[EnumType]:
        """The enumerations, found in any case and unqualified."""
        return Names(self.enums)

    def qualified(self, name: str) -> str:
        """The name with its namespace."""
        return f"{self.namespace}.{name}"

    def unqualified(self, name: str) -> str:
        """The name without this service's namespace; unchanged if it has another or none."""
        space, dot, rest = name.rpartition(".")
        return rest if dot and space.lower() == self.namespace.lower() else name

    def target(self, navigation: Navigation) -> EntitySet:
        """The set that a navigation leads to; LookupError if the model lacks it."""
        found = self.set_names.find(navigation.entity_set)
        if found is None:
            raise LookupError(navigation.entity_set)
        return found
