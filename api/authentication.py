"""Who calls: a service client, by HTTP Basic (RFC 7617) or an access token (RFC 6750)."""

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from api.access_tokens import grant_of
from api.basic_credentials import basic_credentials
from api.client_secrets import find_secret
from api.principal import Principal

_CHALLENGE = 'Basic realm="Contoso Tokens", charset="UTF-8", Bearer realm="Contoso Tokens"'


class BasicClientAuthentication(BaseAuthentication):
    """Id and secret with every request; what spreadsheets and feeds speak."""

    def authenticate(self, request: Request) -> tuple[Principal, None] | None:
        """The caller, found in one query; None when the request does not speak Basic.

        Raises: AuthenticationFailed, which says nothing of what was wrong.
        """
        try:
            credentials = basic_credentials(request.META.get("HTTP_AUTHORIZATION", ""))
        except ValueError:
            raise _wrong_secret() from None
        if credentials is None:
            return None
        secret = find_secret(*credentials)
        if secret is None:
            raise _wrong_secret()
        return Principal.of(secret.client), None

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for: either of the two."""
        return _challenge(request)


class BearerAuthentication(BaseAuthentication):
    """An access token from POST /oauth/token."""

    def authenticate(self, request: Request) -> tuple[Principal, None] | None:
        """The caller, found in one query; None when the request brings no token.

        Raises: AuthenticationFailed, which says nothing of what was wrong.
        """
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        grant = grant_of(token.strip())
        if grant is None:
            message = "The access token is wrong or has expired."
            raise AuthenticationFailed(message)
        return Principal.of(*grant), None

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for: either of the two."""
        return _challenge(request)


def _challenge(request: Request) -> str:
    scheme = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")[0]
    # RFC 6750, section 3.1: a token was given, and it is no good.
    return _CHALLENGE + (', error="invalid_token"' if scheme.lower() == "bearer" else "")


def _wrong_secret() -> AuthenticationFailed:
    return AuthenticationFailed("The client id or the secret is wrong.")
