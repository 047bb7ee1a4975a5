"""A method on a path, and what is behind it."""

from dataclasses import dataclass
from typing import TypeAlias

from api.odata.http.openapi.schemas import Json, reference
from api.odata.http.resource import Resource
from api.odata.model import Action, EntitySet
from api.odata.offer import READING, Offer
from api.odata.resource_path import ResourcePath

Shape: TypeAlias = tuple[Json, Json | None, frozenset[str]]
"""The answers of a success, the body of the request, and its query options."""


@dataclass(frozen=True)
class Door:
    """A method on a path: `role` is the operation of the resource behind it.

    `schema` is the name of the schema of what the resource shows.
    """

    method: str
    role: str
    path: ResourcePath
    resource: Resource
    offer: Offer
    schema: str

    @property
    def shown(self) -> EntitySet:
        """The set as its payloads show it."""
        return self.resource.shown

    @property
    def reads(self) -> bool:
        """Whether nothing is changed."""
        return self.role in READING

    @property
    def action(self) -> Action:
        """The action that is called. Raises: LookupError where none is."""
        if self.path.action is None:
            raise LookupError(self.role)
        return self.path.action

    @property
    def told(self) -> list[str]:
        """The headers of the service's own that answers have."""
        return [
            each.name
            for each in self.offer.headers
            if each.answered and (not self.reads or each.writing)
        ]

    @property
    def item(self) -> Json:
        """The schema of an entity here."""
        return reference(self.schema)
