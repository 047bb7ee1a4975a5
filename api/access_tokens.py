"""Access tokens (RFC 6750): signed, not stored, good for an hour or until their secret ends."""

from django.core import signing

from api.client_secrets import still_live
from api.models import Client, ClientSecret

LIFETIME_SECONDS = 3600
_SALT = "api.access_tokens"


def issue_token(secret: ClientSecret) -> str:
    """A token that stands for the secret it was asked for with."""
    return signing.dumps(secret.pk, salt=_SALT)


def client_of(token: str) -> Client | None:
    """Whose token this is; None for one forged, expired, or whose secret or client ended."""
    try:
        secret_id = signing.loads(token, salt=_SALT, max_age=LIFETIME_SECONDS)
    except signing.BadSignature:
        return None
    secret = still_live(secret_id)
    return secret.client if secret else None
