"""Properties and navigations: what an entity has, and where it leads."""

import re
from dataclasses import dataclass, replace

from api.odata.model.types import FilterForm, ValueType

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _in_snake_case(name: str) -> str:
    return _HUMP.sub("_", name).lower()


@dataclass(frozen=True)
class Property:
    """A property of an entity, or a parameter of an action.

    `field` is the ORM path or attribute that holds it; left empty it is the name in
    snake_case. A property that is neither nullable, computed nor optional must be given
    when creating. `ascending_only`: it sorts, but never downwards. `minimum` and `maximum`
    bound numbers, `max_length` strings (characters).
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
    ascending_only: bool = False
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
