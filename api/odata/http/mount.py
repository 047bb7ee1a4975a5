"""A service as it is mounted: its model, what answers for each set, and what it supplies."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.odata.batch.model import BatchLimits
from api.odata.http.hooks import Hooks
from api.odata.http.resource import Resource
from api.odata.model import EntitySet, Navigation, Service
from api.odata.paging import PageLimits
from api.odata.resource_path import ResourcePath


@dataclass(frozen=True, eq=False)
class Mount:
    """A service, ready to be given a place among the addresses.

    `name` is what metrics call it. `sets` has a resource for every entity set by its name;
    `related` those that answer where a navigation leads, by set and navigation: needed
    where the resource of the target set cannot find its way by itself.
    """

    name: str
    model: Service
    sets: Mapping[str, Resource]
    related: Mapping[tuple[str, str], Resource] = field(default_factory=dict)
    hooks: Hooks = field(default_factory=Hooks)
    limits: PageLimits = field(default_factory=PageLimits)
    batches: BatchLimits = field(default_factory=BatchLimits)

    def where(self, entity_set: EntitySet, navigation: Navigation) -> Resource:
        """Return the resource that answers where a navigation from a set leads."""
        own = self.related.get((entity_set.name, navigation.name))
        return own or self.sets[self.model.target(navigation).name]

    def resource_of(self, path: ResourcePath) -> Resource:
        """Return the resource that answers for a path."""
        if path.parent is not None and path.via is not None:
            return self.where(path.parent.entity_set, path.via)
        return self.sets[path.entity_set.name]
