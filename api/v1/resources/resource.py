"""What all entity sets have in common: who may do what, and what an answer is made of."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from api.models import Role
from api.odata.model import EntitySet, Property
from api.odata.payload.rendering import Item
from api.odata.query_options import QueryOptions
from api.problems import MissingError
from api.v1.exchange import Exchange

OPERATORS = frozenset({Role.OPERATOR})
OPERATORS_AND_PARTNERS = frozenset({Role.OPERATOR, Role.PARTNER})
OPERATORS_AND_STOREFRONTS = frozenset({Role.OPERATOR, Role.STOREFRONT})
EVERYBODY = frozenset(Role)


class Page(NamedTuple):
    """A page of a collection; `total` counts the whole collection, where that was asked for."""

    items: Sequence[Item]
    total: int | None
    next_link: str | None


class Resource:
    """An entity set. Methods whose operation `roles` does not list are never called.

    `roles` says who may `read`, `create`, `update`, `delete`, or call an action by its name;
    whose things are whose, the methods decide. `renames` are the codes of errors about
    properties, `projections` what a read depends on.
    """

    entity_set: ClassVar[EntitySet]
    roles: ClassVar[Mapping[str, frozenset[Role]]]
    renames: ClassVar[Mapping[str, str]] = {}
    projections: ClassVar[tuple[str, ...]] = ()
    create_options: ClassVar[frozenset[str]] = frozenset()
    cacheable: ClassVar[bool] = True
    secret: ClassVar[bool] = False

    @property
    def shown(self) -> EntitySet:
        """The set with the properties that payloads show."""
        return self.entity_set

    def page(self, exchange: Exchange, options: QueryOptions) -> Page:
        """Return the page that the options ask for."""
        raise NotImplementedError

    def count(self, exchange: Exchange, options: QueryOptions) -> int:
        """Count what the filter leaves."""
        raise NotImplementedError

    def find(self, exchange: Exchange) -> Item:
        """Return one entity. Raises: MissingError where the caller has no such entity."""
        raise NotImplementedError

    def create(self, exchange: Exchange, options: QueryOptions) -> Item:
        """Create what the body describes."""
        raise NotImplementedError

    def update(self, exchange: Exchange) -> Item:
        """Change what the body names."""
        raise NotImplementedError

    def delete(self, exchange: Exchange) -> Item:
        """Cancel or void it: nothing is ever gone."""
        raise NotImplementedError

    def act(self, exchange: Exchange, action: str) -> Item:
        """Call an action."""
        raise NotImplementedError

    def is_running(self, item: Item) -> bool:
        """Tell whether the process that creating began is still under way."""
        del item
        return False

    def missing(self, exchange: Exchange) -> MissingError:
        """Return the refusal that names what there is not."""
        key = ", ".join(str(value) for value in exchange.path.key.values())
        name = self.entity_set.type.name
        return MissingError(f"There is no {name} with the id '{key}'.")


def settable(entity_set: EntitySet) -> Sequence[Property]:
    """Return the properties that a body may mention; computed ones are ignored there."""
    return entity_set.type.structural
