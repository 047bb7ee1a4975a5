"""Making, storing and recognising the secrets of service clients."""

import hashlib
import hmac
import secrets

from django.db.models import Q, QuerySet
from django.utils import timezone

from api.models import Client, ClientSecret


def issue_secret(client: Client) -> str:
    """Give the client one more secret of 256 random bits; this answer is its only copy."""
    secret = secrets.token_urlsafe(32)
    ClientSecret.objects.create(client=client, digest=_digest(secret))
    return secret


def find_secret(client_id: str, secret: str) -> ClientSecret | None:
    """The live secret of an active client that this is, with its client, in one query."""
    offered = _digest(secret)
    # Every candidate is compared to its end: how long it takes tells nothing.
    matches = [
        candidate
        for candidate in _live().filter(client_id=client_id)
        if hmac.compare_digest(bytes(candidate.digest), offered)
    ]
    return matches[0] if matches else None


def still_live(secret_id: int) -> ClientSecret | None:
    """The secret with this number, with its client, as long as both are good; one query."""
    return _live().filter(pk=secret_id).first()


def _live() -> QuerySet[ClientSecret]:
    unexpired = Q(expires=None) | Q(expires__gt=timezone.now())
    return ClientSecret.objects.select_related("client").filter(unexpired, client__active=True)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
