"""OAuth 2 client credentials, and the tokens that they give."""

import time
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.test import APIRequestFactory

from api.access_tokens import LIFETIME_SECONDS
from api.authentication import BearerAuthentication
from api.client_secrets import issue_secret
from api.models import Client, ClientSecret, Role
from api.principal import Principal
from api.scopes import HELD, Scope
from api.tests.test_authentication import basic

pytestmark = pytest.mark.django_db
GRANT = {"grant_type": "client_credentials"}


@pytest.fixture
def secret():
    shop = Client.objects.create(id="shop", name="Shop", role=Role.STOREFRONT)
    return issue_secret(shop)


@pytest.fixture
def token(client, secret):
    answer = client.post("/oauth/token", GRANT, HTTP_AUTHORIZATION=basic(f"shop:{secret}"))
    assert answer.status_code == 200
    return answer.json()["access_token"]


def authenticate(token):
    request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {token}")
    return BearerAuthentication().authenticate(request)


class TestToken:
    def test_takes_the_credentials_from_the_header(self, client, secret):
        answer = client.post("/oauth/token", GRANT, HTTP_AUTHORIZATION=basic(f"shop:{secret}"))
        assert answer.json()["token_type"] == "Bearer"
        assert answer.json()["expires_in"] == LIFETIME_SECONDS
        assert "no-store" in answer["Cache-Control"]

    def test_takes_the_credentials_from_the_body(self, client, secret):
        body = {**GRANT, "client_id": "shop", "client_secret": secret}
        assert client.post("/oauth/token", body).status_code == 200

    @pytest.mark.parametrize(
        ("body", "header", "status", "error"),
        [
            ({}, "shop:x", 400, "invalid_request"),
            ({"grant_type": ""}, "shop:x", 400, "invalid_request"),
            ({"grant_type": ["a", "b"]}, "shop:x", 400, "invalid_request"),
            ({**GRANT, "scope": ["a", "b"]}, "shop:x", 400, "invalid_request"),
            ({"grant_type": "password"}, "shop:x", 400, "unsupported_grant_type"),
            (GRANT, None, 401, "invalid_client"),
            (GRANT, "shop:wrong", 401, "invalid_client"),
            (GRANT, "nobody:x", 401, "invalid_client"),
            (GRANT, "shop", 401, "invalid_client"),
            (
                {**GRANT, "client_id": "sh\0p", "client_secret": "x"},
                None,
                401,
                "invalid_client",
            ),
        ],
    )
    def test_refuses_in_the_words_of_the_rfc(self, client, secret, body, header, status, error):
        headers = {"HTTP_AUTHORIZATION": basic(header)} if header else {}
        answer = client.post("/oauth/token", body, **headers)
        assert (answer.status_code, answer.json()) == (status, {"error": error})
        assert ("WWW-Authenticate" in answer) == (status == 401)

    @pytest.mark.parametrize("asked", [None, "", "tokens.redeem tokens.read"])
    def test_states_the_scopes_all_of_the_roles_unless_asked(self, client, secret, asked):
        body = GRANT if asked is None else {**GRANT, "scope": asked}
        answer = client.post("/oauth/token", body, HTTP_AUTHORIZATION=basic(f"shop:{secret}"))
        assert answer.json()["scope"] == "tokens.read tokens.redeem"

    @pytest.mark.parametrize(
        "asked",
        ["nonsense", "orders.read", "tokens.read orders.read", "TOKENS.READ", "tokens.read  "],
    )
    def test_refuses_scopes_that_are_unknown_or_of_another_role(self, client, secret, asked):
        body = {**GRANT, "scope": asked}
        answer = client.post("/oauth/token", body, HTTP_AUTHORIZATION=basic(f"shop:{secret}"))
        assert answer.status_code == 400
        assert answer.json() == {
            "error": "invalid_scope",
            "error_description": "This client may ask for: tokens.read tokens.redeem",
        }

    def test_is_asked_for_by_post(self, client):
        assert client.get("/oauth/token").status_code == 405


class TestBearer:
    def test_a_token_stands_for_its_client_in_one_query(self, token, django_assert_num_queries):
        with django_assert_num_queries(1):
            principal, _ = authenticate(token)
        assert principal == Principal("shop", Role.STOREFRONT, None, HELD[Role.STOREFRONT])

    def test_has_the_scopes_that_were_asked_for(self, client, secret):
        body = {**GRANT, "scope": "tokens.read"}
        answer = client.post("/oauth/token", body, HTTP_AUTHORIZATION=basic(f"shop:{secret}"))
        assert answer.json()["scope"] == "tokens.read"
        principal, _ = authenticate(answer.json()["access_token"])
        assert principal.scopes == {Scope.TOKENS_READ}

    def test_loses_what_its_clients_role_loses(self, token):
        Client.objects.update(role=Role.PARTNER, billing_account_id="nw")
        principal, _ = authenticate(token)
        assert principal.scopes == {Scope.TOKENS_READ}

    def test_ends_after_its_time(self, token, monkeypatch):
        later = time.time() + LIFETIME_SECONDS + 1
        monkeypatch.setattr("django.core.signing.time.time", lambda: later)
        with pytest.raises(AuthenticationFailed):
            authenticate(token)

    def test_ends_with_its_secret(self, token):
        ClientSecret.objects.update(expires=timezone.now() - timedelta(seconds=1))
        with pytest.raises(AuthenticationFailed):
            authenticate(token)

    def test_ends_with_its_client(self, token):
        Client.objects.update(active=False)
        with pytest.raises(AuthenticationFailed):
            authenticate(token)

    def test_refuses_a_forgery(self, token):
        for forged in ("", "x", token[:-1], "9" + token, signing.dumps(1, salt="another")):
            with pytest.raises(AuthenticationFailed):
                authenticate(forged)
