"""Who calls: what the views see as `request.user`."""

from dataclasses import dataclass
from typing import Self

from api.models import Client, Role
from api.scopes import HELD, Scope


@dataclass(frozen=True, slots=True)
class Principal:
    """A service client that has proven who it is.

    `granted` are the scopes of its access token; None where it came with its secret.
    """

    client_id: str
    role: Role
    billing_account_id: str | None
    granted: frozenset[Scope] | None = None

    @classmethod
    def of(cls, client: Client, granted: frozenset[Scope] | None = None) -> Self:
        """The principal of a stored client."""
        return cls(client.id, Role(client.role), client.billing_account_id or None, granted)

    @property
    def scopes(self) -> frozenset[Scope]:
        """What it may do."""
        return HELD[self.role] if self.granted is None else self.granted

    @property
    def is_authenticated(self) -> bool:
        """Always; Django and REST framework ask."""
        return True

    @property
    def is_operator(self) -> bool:
        """Whether everything is allowed."""
        return self.role == Role.OPERATOR

    @property
    def is_partner(self) -> bool:
        """Whether only what belongs to `billing_account_id` exists for it."""
        return self.role == Role.PARTNER

    @property
    def is_storefront(self) -> bool:
        """Whether it redeems, and reads what it redeemed."""
        return self.role == Role.STOREFRONT
