"""Where the entities of an expression are: in which query, from the innermost outwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db.models import F, OuterRef
from django.db.models.expressions import Combinable

from api.odata.errors import NotImplementedFeatureError
from api.odata.expressions.nodes import IT, Instance, Step, Variable
from api.odata.sources import Columns, Joined, Part, Related

_MOST_NESTED = 3


@dataclass(frozen=True, slots=True)
class Place:
    """An entity's columns, behind an ORM path, in the query at a depth."""

    depth: int
    columns: Columns
    path: str = ""

    def at(self, path: str) -> str:
        """The whole ORM path of a column."""
        return f"{self.path}__{path}" if self.path else path


@dataclass(frozen=True, slots=True)
class Hop:
    """The first navigation on a path that needs a query of its own, and what is behind it."""

    origin: Place
    related: Related
    rest: Instance
    variable: Variable


@dataclass(frozen=True)
class Frame:
    """The variables that can be seen in a query `depth` levels inside the first.

    `nested` counts how many conditions are values within one another here.
    """

    places: Mapping[str, Place]
    depth: int = 0
    nested: int = field(default=0)

    @classmethod
    def of(cls, columns: Columns) -> "Frame":
        """The frame of a query for entities with these columns."""
        return cls({IT.name: Place(0, columns)})

    def inside(self, variable: Variable, columns: Columns) -> "Frame":
        """The frame of a query within this one, about a variable."""
        depth = self.depth + 1
        places = {**self.places, variable.name: Place(depth, columns)}
        return replace(self, places=places, depth=depth)

    def within_value(self) -> "Frame":
        """The frame of a condition whose truth is a value.

        Each doubles what the statement has of it. Raises NotImplementedFeatureError where
        too many are within one another.
        """
        if self.nested == _MOST_NESTED:
            feature = "comparing what depends on other comparisons, so deeply,"
            raise NotImplementedFeatureError(feature)
        return replace(self, nested=self.nested + 1)

    def locate(self, instance: Instance) -> Place | Hop:
        """Find an entity's columns, or the navigation behind which they are."""
        if isinstance(instance, Variable):
            return self.places[instance.name]
        origin = self.locate(instance.origin)
        if isinstance(origin, Hop):
            return replace(origin, rest=Step(origin.rest, instance.navigation))
        source = origin.columns.get(instance.navigation.name)
        if isinstance(source, Joined):
            return Place(origin.depth, source.columns(), origin.at(source.path))
        if not isinstance(source, Related):
            raise _unreachable(instance.navigation.name)
        variable = Variable(f"{self.depth + 1} {instance.navigation.name}")
        return Hop(origin, source, variable, variable)

    def related(self, place: Place, navigation: str) -> Related:
        """Find the rows behind a navigation to many."""
        source = place.columns.get(navigation)
        if not isinstance(source, Related):
            raise _unreachable(navigation)
        return source

    def reference(self, place: Place, path: str) -> Combinable:
        """A column as this query refers to it."""
        return self._referred(place, path, self.depth - place.depth)

    def joined(self, part: Part, place: Place) -> dict[str, Combinable]:
        """What the columns of a query within this one must equal, to belong to an entity."""
        levels = self.depth + 1 - place.depth
        return {there: self._referred(place, here, levels) for there, here in part.join.items()}

    @staticmethod
    def _referred(place: Place, path: str, levels: int) -> Combinable:
        reference: Combinable = F(place.at(path)) if levels == 0 else OuterRef(place.at(path))
        for _ in range(levels - 1):
            reference = OuterRef(reference)  # type: ignore[arg-type]  # Django takes one in another
        return reference


def _unreachable(name: str) -> NotImplementedFeatureError:
    feature = f"{name} in expressions about this collection"
    return NotImplementedFeatureError(feature)
