"""Entity types, sets with their actions, and the service that offers them."""

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from api.odata.model.properties import Navigation, Property
from api.odata.model.types import EdmType, EnumType
from api.odata.names import Names


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
