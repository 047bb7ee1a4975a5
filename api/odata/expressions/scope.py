"""What names mean where an expression is read (OData 4.01 Part 2, 5.1.1.14 and 5.1.1.15)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions.nodes import IT, Expression, Instance, PropertyValue, Variable
from api.odata.model import EdmType, EntityType, Navigation, Property, Service
from api.odata.names import shown


@dataclass(frozen=True, slots=True)
class Computed:
    """A property that $compute adds: its name and type, and how to compute it.

    `nodes`, `depth` and `subqueries` are what its expression costs each time that it is used;
    `unsteady` is what it has that cannot be ordered by.
    """

    property: Property
    expression: Expression
    nodes: int = 1
    depth: int = 1
    subqueries: int = 0
    unsteady: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scope:
    """The entity that names without a prefix belong to, `$it`, variables and aliases.

    `root` is the type of `$it`, `type` that of `current`. `option` is named in refusals.
    `opened` are the aliases that are being read, so that none is read within itself.
    """

    service: Service
    root: EntityType
    type: EntityType
    current: Variable = IT
    option: str = "$filter"
    variables: Mapping[str, EntityType] = field(default_factory=dict)
    computed: Mapping[str, Computed] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        entity_type: EntityType,
        service: Service,
        *,
        option: str = "$filter",
        aliases: Mapping[str, str] | None = None,
        computed: Mapping[str, Computed] | None = None,
    ) -> "Scope":
        """The scope of an option about entities of a type."""
        return cls(
            service,
            entity_type,
            entity_type,
            option=option,
            aliases=aliases or {},
            computed=computed or {},
        )

    def with_variable(self, name: str, entity_type: EntityType, position: int) -> "Scope":
        """The scope of a lambda's condition. Raises BadRequestError where the name is taken."""
        if name in self.variables:
            message = f"the variable {shown(name)} at {position} is already in use"
            raise BadRequestError(message)
        variables = {**self.variables, name: entity_type}
        return replace(self, variables=variables, option=self._inner_option)

    def with_computed(self, computed: Mapping[str, Computed]) -> "Scope":
        """The scope in which these properties are known, too, by names in lower case."""
        return replace(self, computed=dict(computed))

    def within(self, entity_type: EntityType) -> "Scope":
        """The scope of a filter on related entities: names belong to them, `$it` stays."""
        inner = Variable(self.current.name + "/$this")
        return replace(self, type=entity_type, current=inner, option=self._inner_option)

    @property
    def _inner_option(self) -> str:
        """By whose rules conditions within go: what an order counts is filtered."""
        return "$filter" if self.option == "$orderby" else self.option

    def reading(self, alias: str, position: int) -> "Scope":
        """The scope of an alias's value. Raises BadRequestError where it is within itself."""
        if alias in self.opened:
            message = f"the parameter alias {alias} at {position} refers to itself"
            raise BadRequestError(message)
        return replace(self, opened=self.opened | {alias})

    def find_computed(self, name: str) -> Computed | None:
        """The property that $compute adds under the name, in any case."""
        return self.computed.get(name.lower()) if self.current is IT else None

    def target(self, navigation: Navigation) -> EntityType:
        """The type that a navigation leads to."""
        return self.service.target(navigation).type

    def property_of(
        self, owner: Instance, entity_type: EntityType, name: str, position: int
    ) -> PropertyValue | None:
        """The value of a declared property, or None where none is declared.

        Raises BadRequestError where the option cannot use it.
        """
        found = entity_type.property_names.find(name)
        if found is None:
            return None
        if found.type is EdmType.STREAM:
            feature = f"the stream {found.name} in expressions"
            raise NotImplementedFeatureError(feature)
        usable = found.sortable if self.option == "$orderby" else found.filterable
        if not usable:
            message = f"{found.name} at {position} cannot be used in {self.option}"
            raise BadRequestError(message)
        return PropertyValue(found, found.type, owner)

    def unknown(self, name: str, entity_type: EntityType, position: int) -> BadRequestError:
        """The refusal of a name that the type does not declare, at least not here."""
        declared = next(
            (
                found
                for each in self.service.sets
                if each.type.name == entity_type.name
                and (found := each.type.property_names.find(name))
            ),
            None,
        )
        if declared is not None:
            message = f"{declared.name} at {position} cannot be used in {self.option}"
            return BadRequestError(message)
        owner = self.service.qualified(entity_type.name)
        near = entity_type.property_names.hint(name) or entity_type.navigation_names.hint(name)
        return BadRequestError(f"unknown property {shown(name)} of {owner} at {position}{near}")
