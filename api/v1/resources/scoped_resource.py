"""What the entity sets of the service have in common: which scope each operation needs."""

from collections.abc import Mapping
from typing import ClassVar

from api.models import Role
from api.odata.http.exchange import Exchange
from api.odata.http.resource import Horizon, Resource
from api.odata.problems import ForbiddenError
from api.principal import Principal
from api.scopes import HELD, Scope
from api.v1.commands import principal
from api.v1.positions import wait_as_asked
from projections.horizon import horizon


class ScopedResource(Resource):
    """An entity set that offers what `scopes` lists, to those who have the scope listed there.

    Whose things are whose, the methods decide. `projections` is what a read depends on.
    """

    scopes: ClassVar[Mapping[str, Scope]]
    projections: ClassVar[tuple[str, ...]] = ()

    def offers(self, operation: str) -> bool:
        """Tell whether any role may do this here."""
        return operation in self.scopes

    def authorize(self, caller: object, operation: str) -> None:
        """Let the caller do this, if it has the scope. Raises: ForbiddenError."""
        who, needed = principal(caller), self.scopes[operation]
        if needed not in who.scopes:
            raise _forbidden(who, needed)

    def horizon(self, exchange: Exchange) -> Horizon:
        """Return how far the read model tells of changes."""
        del exchange
        (projection,) = self.projections
        return Horizon(*horizon(projection))

    def make_ready(self, exchange: Exchange) -> None:
        """Wait until the projections show the position that the request names, if any."""
        wait_as_asked(exchange.request, self.projections)


def _forbidden(who: Principal, needed: Scope) -> ForbiddenError:
    message = f"A client with the role {Role(who.role).value} may not do this."
    if who.granted is None:
        return ForbiddenError(message)
    if needed in HELD[who.role]:
        message = (
            f"The access token lacks the scope {needed.value}: get one that has it, by "
            f"scope={needed.value} at /oauth/token."
        )
    # RFC 6750, section 3.1.
    challenge = (
        f'Bearer realm="Contoso Tokens", error="insufficient_scope", scope="{needed.value}"'
    )
    return ForbiddenError(message, headers={"WWW-Authenticate": challenge})
