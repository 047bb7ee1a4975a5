"""One request, understood: who asks, what for, in which form the answer is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.http import HttpRequest

from api.odata.errors import BadRequestError
from api.odata.headers.entity_tags import TagCondition
from api.odata.headers.negotiation import negotiate_json
from api.odata.headers.preferences import Preferences
from api.odata.headers.versions import ODataVersion, request_version
from api.odata.model import EntityType, Property, Scalar
from api.odata.option_names import ENTITY
from api.odata.payload.reading import read_body, read_tag
from api.odata.payload.rendering import Renderer
from api.odata.payload.urls import ServiceUrls
from api.odata.query_options import QueryOptions, parse_query
from api.odata.query_string import split_query
from api.odata.resource_path import ResourcePath

if TYPE_CHECKING:
    # A mount names the resources, which name what they answer.
    from api.odata.http.mount import Mount

MOST_EXPANDED: Final = 10_000
"""Entities that $expand adds to an answer, on all levels together."""


@dataclass(slots=True)
class Budget:
    """How many entities $expand may still add to one answer."""

    left: int = MOST_EXPANDED

    def spend(self, entities: int) -> None:
        """Count entities. Raises: BadRequestError where they are too many."""
        self.check(entities)
        self.left -= entities

    def check(self, entities: int) -> None:
        """Count nothing yet. Raises: BadRequestError where they would be too many."""
        if entities > self.left:
            message = (
                f"$expand adds more than {MOST_EXPANDED} entities to this answer: ask for "
                "fewer by $top within $expand, or follow nextLink page by page"
            )
            raise BadRequestError(message, code="TooExpensive", target="$expand")


@dataclass
class Exchange:
    """What a resource needs to know to answer.

    `caller` is whom the service's authentication found. `new_id` is the id of what the
    request creates: a repeated request has the same again. `headers` are the service's own,
    to be sent with a success. `created`: what was to be changed was created instead. `query`
    stands for the query of the request, where some of that has been used up. `budget` is one
    for all levels of $expand.
    """

    mount: "Mount"
    request: HttpRequest
    caller: object
    path: ResourcePath
    correlation_id: str
    version: ODataVersion
    preferences: Preferences
    urls: ServiceUrls
    new_id: UUID
    headers: dict[str, str] = field(default_factory=dict)
    applied: list[str] = field(default_factory=list)
    created: bool = False
    query: str | None = None
    budget: Budget = field(default_factory=Budget)

    def options(
        self,
        entity_type: EntityType,
        allowed: frozenset[str] = ENTITY,
        custom: frozenset[str] = frozenset(),
    ) -> QueryOptions:
        """Return the query options; others than the allowed are refused."""
        if self.query is None:
            pairs = split_query(self.request.META.get("QUERY_STRING", ""))
        else:
            pairs = split_query(self.query, longest=len(self.query))
        return parse_query(
            pairs,
            entity_type,
            self.mount.model,
            allowed=allowed,
            custom=custom,
            within=self.path.filters,
        )

    def body(
        self, expected: Sequence[Property], *, partial: bool = False, optional: bool = False
    ) -> dict[str, Scalar]:
        """Return the values that the body gives, checked."""
        return read_body(
            self.request.body,
            self.request.headers.get("Content-Type"),
            expected,
            partial=partial,
            optional=optional,
        )

    def tag_in_body(self) -> TagCondition | None:
        """Return the entity tag that a body of version 4.01 means (Part 1, 11.4.3)."""
        if request_version(self.request.headers.get("OData-Version")) is ODataVersion.V4_0:
            return None
        return read_tag(self.request.body)

    def renderer(self, options: QueryOptions) -> Renderer:
        """Return what writes payloads in the form that the client wants."""
        accept = self.request.headers.get("Accept")
        form = negotiate_json(accept, options.format)
        omit_nulls = self.preferences.omit_nulls
        if omit_nulls:
            self.applies("omit-values")
        return Renderer(self.mount.model, self.urls, self.version, form, omit_nulls)

    def applies(self, preference: str) -> None:
        """Say in the answer that a preference was followed."""
        self.applied.append(self.preferences.applied(preference))
