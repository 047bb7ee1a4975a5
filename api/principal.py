"""Who calls: what the views see as `request.user`."""

from dataclasses import dataclass
from typing import Self

from api.models import Client, Role


@dataclass(frozen=True, slots=True)
class Principal:
    """A service client that has proven who it is."""

    client_id: str
    role: Role
    billing_account_id: str | None

    @classmethod
    def of(cls, client: Client) -> Self:
        """The principal of a stored client."""
        return cls(client.id, Role(client.role), client.billing_account_id or None)

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
