"""HTTP Basic (RFC 7617) with a service client's id and secret."""

import base64
import binascii

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from api.client_secrets import find_client
from api.principal import Principal


class BasicClientAuthentication(BaseAuthentication):
    """Answers who calls, in one query; other schemes are left to others."""

    def authenticate(self, request: Request) -> tuple[Principal, None] | None:
        """The caller; None when the request does not speak Basic.

        Raises: AuthenticationFailed, which says nothing of what was wrong.
        """
        scheme, _, credentials = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "basic":
            return None
        client_id, secret = _decode(credentials.strip())
        client = find_client(client_id, secret)
        if client is None:
            raise _refusal()
        return Principal.of(client), None

    def authenticate_header(self, _request: Request) -> str:
        """What a 401 asks for."""
        return 'Basic realm="Contoso Tokens", charset="UTF-8"'


def _decode(credentials: str) -> tuple[str, str]:
    try:
        text = base64.b64decode(credentials, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise _refusal() from None
    client_id, colon, secret = text.partition(":")
    # PostgreSQL has no zero byte in texts and would fail where it should find nothing.
    if not colon or "\0" in client_id:
        raise _refusal()
    return client_id, secret


def _refusal() -> AuthenticationFailed:
    return AuthenticationFailed("The client id or the secret is wrong.")
