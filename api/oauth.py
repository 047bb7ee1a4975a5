"""POST /oauth/token: an access token for a client's own credentials (RFC 6749, section 4.4)."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from api.access_tokens import LIFETIME_SECONDS, issue_token
from api.basic_credentials import basic_credentials
from api.client_secrets import find_secret
from api.models import Role
from api.scopes import HELD, InvalidScopeError, granted, listed


# The caller brings its own credentials; there is no cookie that a forged form could use.
@csrf_exempt
@never_cache
@require_POST
def token(request: HttpRequest) -> JsonResponse:
    """A token for an hour; a refusal is one of section 5.2's errors."""
    # What is sent without a value counts as left out, and nothing is sent twice (3.2).
    given = {name: values for name, values in request.POST.lists() if values != [""]}
    grant = request.POST.get("grant_type")
    if not grant or any(len(values) > 1 for values in given.values()):
        return _refusal("invalid_request")
    if grant != "client_credentials":
        return _refusal("unsupported_grant_type")
    credentials = _credentials(request)
    secret = find_secret(*credentials) if credentials else None
    if secret is None:
        refusal = _refusal("invalid_client", HTTPStatus.UNAUTHORIZED)
        refusal["WWW-Authenticate"] = 'Basic realm="Contoso Tokens", charset="UTF-8"'
        return refusal
    role = Role(secret.client.role)
    try:
        scopes = granted(role, request.POST.get("scope") or None)
    except InvalidScopeError:
        may = f"This client may ask for: {listed(HELD[role])}"
        return _refusal("invalid_scope", error_description=may)
    return JsonResponse(
        {
            "access_token": issue_token(secret, scopes),
            "token_type": "Bearer",
            "expires_in": LIFETIME_SECONDS,
            "scope": listed(scopes),
        }
    )


def _credentials(request: HttpRequest) -> tuple[str, str] | None:
    """From the header where there is one, else from the body (section 2.3.1)."""
    header = request.META.get("HTTP_AUTHORIZATION")
    if header is not None:
        try:
            return basic_credentials(header)
        except ValueError:
            return None
    client_id, secret = request.POST.get("client_id"), request.POST.get("client_secret")
    if not client_id or not secret or "\0" in client_id:
        return None
    return client_id, secret


def _refusal(
    error: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST, **more: str
) -> JsonResponse:
    return JsonResponse({"error": error, **more}, status=status)
