"""Making, storing and recognising the secrets of service clients."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from api.models import Client, ClientSecret

OVERLAP = timedelta(days=1)
"""An old secret is good for so long beside the one that follows it."""
_OF_CLIENT = ("id", "name", "role", "billing_account_id", "active", "created")
# As SQL, since every request asks: putting the same question together by the ORM took a
# third of the processor's time of a whole redemption. Plan: an index scan of each table.
LIVE = f"""
    SELECT s.id, s.digest, {", ".join(f"c.{column}" for column in _OF_CLIENT)}
    FROM api_clientsecret s JOIN api_client c ON c.id = s.client_id
    WHERE c.active AND (s.expires IS NULL OR s.expires > %s) AND
"""  # noqa: S608  # of constants
BY_CLIENT = f"{LIVE} s.client_id = %s"
BY_NUMBER = f"{LIVE} s.id = %s"


def issue_secret(client: Client) -> str:
    """Give the client one more secret of 256 random bits; this answer is its only copy."""
    secret = secrets.token_urlsafe(32)
    ClientSecret.objects.create(client=client, digest=_digest(secret))
    return secret


def rotate_secret(client: Client) -> tuple[str, datetime]:
    """Issue one more secret; return it, and when those before it end.

    Whoever uses an old one has a day to change; one that ends earlier ends as it would.
    """
    end = timezone.now() + OVERLAP
    with transaction.atomic():
        live = ClientSecret.objects.filter(client=client)
        live.filter(Q(expires=None) | Q(expires__gt=end)).update(expires=end)
        return issue_secret(client), end


def find_secret(client_id: str, secret: str) -> ClientSecret | None:
    """The live secret of an active client that this is, with its client, in one query."""
    offered = _digest(secret)
    # Every candidate is compared to its end: how long it takes tells nothing.
    matches = [
        candidate
        for candidate in _live(BY_CLIENT, client_id)
        if hmac.compare_digest(bytes(candidate.digest), offered)
    ]
    return matches[0] if matches else None


def still_live(secret_id: int) -> ClientSecret | None:
    """The secret with this number, with its client, as long as both are good; one query."""
    return next(iter(_live(BY_NUMBER, secret_id)), None)


def _live(statement: str, wanted: str | int) -> list[ClientSecret]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [timezone.now(), wanted])
        rows = cursor.fetchall()
    return [
        ClientSecret(
            id=number,
            digest=digest,
            client=Client(**dict(zip(_OF_CLIENT, columns, strict=True))),
        )
        for number, digest, *columns in rows
    ]


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
