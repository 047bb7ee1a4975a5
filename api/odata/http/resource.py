"""What all entity sets have in common: what they offer, and what an answer is made of."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from django.db.models import QuerySet

from api.odata.aggregation.entities import TAKEN_BY_ENTITIES
from api.odata.aggregation.tables import Rows
from api.odata.errors import NotImplementedFeatureError
from api.odata.expansion import Expansion
from api.odata.http.exchange import Exchange
from api.odata.http.stream import Stream
from api.odata.model import EntitySet, Property, Scalar
from api.odata.payload.item import Change, Item, Related, Row
from api.odata.problems import MissingError
from api.odata.query_options import QueryOptions
from api.odata.resource_path import ResourcePath
from api.odata.sources import Columns
from api.odata.sources import Related as BehindNavigation


class Page(NamedTuple):
    """A page of a collection; `total` counts the whole collection, where that was asked for."""

    items: Sequence[Item]
    total: int | None
    next_link: str | None


class Horizon(NamedTuple):
    """A place such that whatever changes from now on does so after it, within an era.

    A new era begins where entities have changed without a change that could be told.
    """

    place: int
    era: int = 0


class Changes(NamedTuple):
    """A page of changes; `more`: where the page after it begins, None where there is none."""

    shown: Sequence[Change]
    more: int | None


class Resource:
    """An entity set. Methods whose operation is not offered are never called.

    Operations are `read`, `read stream`, `create`, `update`, `replace`, `delete`, `write
    stream`, and the names of actions. `renames`
    are the codes of errors about properties, `create_options` the query options of its own
    that creating takes. `cacheable`: a tag tells whether the whole answer has changed.
    `secret`: no cache may keep it. `undoes_itself`: what is refused has changed nothing, so
    that requests which share a transaction need no savepoint each for its sake.
    `transformations` are those of $apply that its entities take, grouped or not.
    `can_cancel`: what is under way can be ended by `cancel`.
    """

    entity_set: ClassVar[EntitySet]
    renames: ClassVar[Mapping[str, str]] = {}
    create_options: ClassVar[frozenset[str]] = frozenset()
    cacheable: ClassVar[bool] = True
    secret: ClassVar[bool] = False
    undoes_itself: ClassVar[bool] = False
    can_cancel: ClassVar[bool] = False
    transformations: ClassVar[frozenset[str]] = TAKEN_BY_ENTITIES

    @property
    def shown(self) -> EntitySet:
        """The set with the properties that payloads show."""
        return self.entity_set

    def offers(self, operation: str) -> bool:
        """Tell whether anybody may do this here."""
        raise NotImplementedError

    def authorize(self, caller: object, operation: str) -> None:
        """Let the caller do this. Raises: ForbiddenError; by default, everybody may."""

    def make_ready(self, exchange: Exchange) -> None:
        """Wait until what the request refers to can be read; by default, it can."""

    def columns(self, exchange: Exchange) -> Columns:
        """Return where the properties and navigations are that expressions may use."""
        raise NotImplementedError

    def shown_rows(self, exchange: Exchange) -> "QuerySet[Any] | None":
        """Return the rows that the caller may see, where the entities are rows of one table."""
        del exchange
        return None

    def parts(self, exchange: Exchange) -> "Sequence[Rows] | None":
        """Return the rows of which $apply makes groups and sums, where the path leads."""
        del exchange
        return None

    def behind(self, exchange: Exchange) -> BehindNavigation | None:
        """Return how expressions reach the entities, where they are rows of several tables."""
        del exchange
        return None

    def page(self, exchange: Exchange, options: QueryOptions) -> Page:
        """Return the page that the options ask for."""
        raise NotImplementedError

    @property
    def tracks(self) -> bool:
        """Whether it can be told what has changed."""
        return False

    def horizon(self, exchange: Exchange) -> Horizon:
        """Return how far it is told now what has changed."""
        raise NotImplementedError

    def changes(self, exchange: Exchange, options: QueryOptions, after: int) -> Changes:
        """Return what has changed after a place, in the order of changes."""
        raise NotImplementedError

    def count(self, exchange: Exchange, options: QueryOptions) -> int:
        """Count what the filter leaves."""
        raise NotImplementedError

    def find(self, exchange: Exchange) -> Item:
        """Return one entity. Raises: MissingError where the caller has no such entity."""
        raise NotImplementedError

    def find_related(self, exchange: Exchange) -> Item | None:
        """Return the one entity where a navigation leads; None where there is none.

        Raises: MissingError where the caller has nothing from which it could lead.
        """
        return self.find(exchange)

    def related_to(
        self, exchange: Exchange, source: "Resource", items: Sequence[Item], way: Expansion
    ) -> list[Related]:
        """Return what a navigation shows for each of some entities of a source.

        In few statements, however many entities there are. Raises:
        NotImplementedFeatureError where that cannot be had.
        """
        del exchange, source, items
        feature = f"$expand={way.navigation.name}"
        raise NotImplementedFeatureError(feature, target="$expand")

    def create(self, exchange: Exchange, options: QueryOptions) -> Item:
        """Create what the body describes."""
        raise NotImplementedError

    def update(self, exchange: Exchange, changes: Mapping[str, Scalar]) -> Item:
        """Change the properties named, as far as they may be changed."""
        raise NotImplementedError

    def replace(self, exchange: Exchange, values: Mapping[str, Scalar]) -> Item:
        """Give the properties named new values, and the others their defaults."""
        raise NotImplementedError

    def stream(self, exchange: Exchange) -> Stream:
        """Return the stream that the path names."""
        raise NotImplementedError

    def write_stream(self, exchange: Exchange, content: bytes, content_type: str) -> Item:
        """Replace the stream that the path names; return the entity that it belongs to."""
        raise NotImplementedError

    def create_stream(self, exchange: Exchange, content: bytes, content_type: str) -> Item:
        """Create a media entity of a stream."""
        raise NotImplementedError

    def delete(self, exchange: Exchange) -> Item:
        """End it, and return what it has become."""
        raise NotImplementedError

    def act(self, exchange: Exchange, action: str) -> Item:
        """Call an action."""
        raise NotImplementedError

    def is_running(self, row: Row) -> bool:
        """Tell whether the process that creating began is still under way."""
        del row
        return False

    def cancel(self, exchange: Exchange) -> None:
        """End the process that creating began. Raises: ConflictError where it has ended."""
        raise NotImplementedError

    def missing(self, exchange: Exchange) -> MissingError:
        """Return the refusal that names what there is not."""
        return self.missing_at(exchange.path)

    def missing_at(self, path: ResourcePath) -> MissingError:
        """Return the refusal that names what a path names and there is not."""
        name = self.entity_set.type.name
        if not path.key:
            return MissingError(f"There is no {name} here.")
        key = ", ".join(str(value) for value in path.key.values())
        return MissingError(f"There is no {name} with the id '{key}'.")


def settable(entity_set: EntitySet) -> Sequence[Property]:
    """Return the properties that a body may mention; computed ones are ignored there."""
    return entity_set.type.structural
