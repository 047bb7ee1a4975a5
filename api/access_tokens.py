"""Access tokens (RFC 6750): signed, not stored, good for an hour or until their secret ends."""

from typing import NamedTuple

from django.core import signing

from api.client_secrets import still_live
from api.models import Client, ClientSecret, Role
from api.scopes import HELD, Scope, listed

LIFETIME_SECONDS = 3600
_SALT = "api.access_tokens.scoped"


class Grant(NamedTuple):
    """What a token stands for: a client, and what it may do with the token."""

    client: Client
    scopes: frozenset[Scope]


def issue_token(secret: ClientSecret, scopes: frozenset[Scope]) -> str:
    """A token that stands for the secret it was asked for with."""
    return signing.dumps([secret.pk, listed(scopes)], salt=_SALT)


def grant_of(token: str) -> Grant | None:
    """What it stands for; None for one forged, expired, or whose secret or client ended.

    Scopes that the client's role has lost since are not among those returned.
    """
    try:
        secret_id, named = signing.loads(token, salt=_SALT, max_age=LIFETIME_SECONDS)
    except signing.BadSignature:
        return None
    secret = still_live(secret_id)
    if secret is None:
        return None
    names = named.split(" ")
    held = HELD[Role(secret.client.role)]
    return Grant(secret.client, frozenset(scope for scope in held if scope.value in names))
