"""What the entity sets of the service have in common: which roles may do what."""

from collections.abc import Mapping
from typing import ClassVar

from api.models import Role
from api.odata.http.exchange import Exchange
from api.odata.http.resource import Resource
from api.odata.problems import ForbiddenError
from api.v1.commands import principal
from api.v1.positions import wait_as_asked

OPERATORS = frozenset({Role.OPERATOR})
OPERATORS_AND_PARTNERS = frozenset({Role.OPERATOR, Role.PARTNER})
OPERATORS_AND_STOREFRONTS = frozenset({Role.OPERATOR, Role.STOREFRONT})
EVERYBODY = frozenset(Role)


class RoleResource(Resource):
    """An entity set that offers what `roles` lists, to the roles listed there.

    Whose things are whose, the methods decide. `projections` is what a read depends on.
    """

    roles: ClassVar[Mapping[str, frozenset[Role]]]
    projections: ClassVar[tuple[str, ...]] = ()

    def offers(self, operation: str) -> bool:
        """Tell whether any role may do this here."""
        return operation in self.roles

    def authorize(self, caller: object, operation: str) -> None:
        """Let the caller's role do this. Raises: ForbiddenError."""
        role = principal(caller).role
        if role not in self.roles[operation]:
            message = f"A client with the role {role.value} may not do this."
            raise ForbiddenError(message)

    def make_ready(self, exchange: Exchange) -> None:
        """Wait until the projections show the position that the request names, if any."""
        wait_as_asked(exchange.request, self.projections)
