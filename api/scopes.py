"""Who may do what: each operation needs one scope, and a role is a set of them (RFC 6749)."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.db.models import TextChoices

from api.models import Role


class Scope(TextChoices):
    """What an operation needs; a client may ask for an access token with a few of its own."""

    CATALOG_READ = "catalog.read", "Read the catalog."
    CATALOG_WRITE = "catalog.write", "Add and change catalog items."
    MINTING_READ = "minting.read", "Read mint requests and lots."
    MINTING_WRITE = "minting.write", "Mint; cancel and void mint requests."
    ORDERS_READ = "orders.read", "Read orders."
    ORDERS_WRITE = "orders.write", "Place, cancel, activate, return and void orders."
    PRINTING_READ = "printing.read", "Read print jobs and certificates."
    PRINTING_WRITE = "printing.write", "Print; act on print jobs; upload certificates."
    CODES_READ = "codes.read", "Read the tokens of an order with their codes, and packages."
    TOKENS_READ = "tokens.read", "Read tokens, without codes."
    TOKENS_WRITE = "tokens.write", "Activate, deactivate and void single tokens."
    TOKENS_REDEEM = "tokens.redeem", "Redeem codes."


HELD: Final[Mapping[Role, frozenset[Scope]]] = {
    Role.OPERATOR: frozenset(Scope),
    Role.PARTNER: frozenset(
        {
            Scope.CATALOG_READ,
            Scope.ORDERS_READ,
            Scope.ORDERS_WRITE,
            Scope.PRINTING_READ,
            Scope.PRINTING_WRITE,
            Scope.CODES_READ,
            Scope.TOKENS_READ,
            Scope.TOKENS_WRITE,
        }
    ),
    Role.STOREFRONT: frozenset({Scope.TOKENS_READ, Scope.TOKENS_REDEEM}),
}


class InvalidScopeError(ValueError):
    """A scope is unknown, or the role does not have it."""


def granted(role: Role, asked: str | None) -> frozenset[Scope]:
    """Return the scopes that `asked` lists, between blanks; all of the role's for None.

    Raises: InvalidScopeError.
    """
    if asked is None:
        return HELD[role]
    named = set(asked.split(" "))
    found = frozenset(scope for scope in HELD[role] if scope.value in named)
    if len(found) != len(named):
        raise InvalidScopeError
    return found


def listed(scopes: Iterable[Scope]) -> str:
    """Return scopes as OAuth writes them."""
    return " ".join(sorted(scope.value for scope in scopes))
