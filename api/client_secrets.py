"""Making, storing and recognising the secrets of service clients."""

import hashlib
import hmac
import secrets

from django.db.models import Q
from django.utils import timezone

from api.models import Client, ClientSecret


def issue_secret(client: Client) -> str:
    """Give the client one more secret of 256 random bits; this answer is its only copy."""
    secret = secrets.token_urlsafe(32)
    ClientSecret.objects.create(client=client, digest=_digest(secret))
    return secret


def find_client(client_id: str, secret: str) -> Client | None:
    """The active client with this id and this live secret, found in one query."""
    live = Q(expires=None) | Q(expires__gt=timezone.now())
    candidates = ClientSecret.objects.select_related("client").filter(
        live, client_id=client_id, client__active=True
    )
    offered = _digest(secret)
    # Every candidate is compared to its end: how long it takes tells nothing.
    matches = [
        candidate.client
        for candidate in candidates
        if hmac.compare_digest(bytes(candidate.digest), offered)
    ]
    return matches[0] if matches else None


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
