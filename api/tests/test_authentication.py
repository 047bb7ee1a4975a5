"""HTTP Basic with a client's id and secret."""

import base64
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.test import APIRequestFactory

from api.authentication import BasicClientAuthentication
from api.client_secrets import issue_secret
from api.models import Client, ClientSecret, Role
from api.principal import Principal

pytestmark = pytest.mark.django_db


@pytest.fixture
def northwind():
    return Client.objects.create(
        id="northwind", name="Northwind", role=Role.PARTNER, billing_account_id="nw-1"
    )


def authenticate(header=None):
    headers = {} if header is None else {"HTTP_AUTHORIZATION": header}
    return BasicClientAuthentication().authenticate(APIRequestFactory().get("/", **headers))


def basic(text):
    raw = text if isinstance(text, bytes) else text.encode()
    return "Basic " + base64.b64encode(raw).decode()


class TestAuthenticate:
    def test_knows_a_client_by_its_secret_in_one_query(
        self, northwind, django_assert_num_queries
    ):
        secret = issue_secret(northwind)
        with django_assert_num_queries(1):
            principal, _ = authenticate(basic(f"northwind:{secret}"))
        assert principal == Principal("northwind", Role.PARTNER, "nw-1")
        assert principal.is_authenticated
        assert principal.is_partner

    def test_the_scheme_may_be_written_in_any_case(self, northwind):
        header = basic(f"northwind:{issue_secret(northwind)}")
        assert authenticate(header.replace("Basic", "bASIC")) is not None

    def test_leaves_other_schemes_and_silence_to_others(self):
        assert authenticate() is None
        assert authenticate("Bearer abc") is None

    def test_takes_each_of_several_live_secrets(self, northwind):
        for secret in (issue_secret(northwind), issue_secret(northwind)):
            assert authenticate(basic(f"northwind:{secret}")) is not None

    def test_refuses_another_clients_secret(self, northwind):
        other = Client.objects.create(id="operator", name="Operator", role=Role.OPERATOR)
        with pytest.raises(AuthenticationFailed):
            authenticate(basic(f"northwind:{issue_secret(other)}"))

    def test_refuses_a_secret_that_has_expired(self, northwind):
        secret = issue_secret(northwind)
        ClientSecret.objects.update(expires=timezone.now() - timedelta(seconds=1))
        with pytest.raises(AuthenticationFailed):
            authenticate(basic(f"northwind:{secret}"))

    def test_refuses_a_client_that_is_switched_off(self, northwind):
        secret = issue_secret(northwind)
        Client.objects.update(active=False)
        with pytest.raises(AuthenticationFailed):
            authenticate(basic(f"northwind:{secret}"))

    @pytest.mark.parametrize(
        "header",
        [
            "Basic",
            "Basic !!!",
            "Basic \u00fc",
            basic("northwind"),
            basic("nobody:secret"),
            basic("north\0wind:secret"),
            basic(b"\xff\xfe:secret"),
        ],
    )
    def test_refuses_what_it_cannot_read_like_any_wrong_secret(self, header):
        with pytest.raises(AuthenticationFailed, match="The client id or the secret is wrong"):
            authenticate(header)

    def test_a_401_asks_for_basic(self):
        header = BasicClientAuthentication().authenticate_header(APIRequestFactory().get("/"))
        assert header.startswith("Basic realm=")


class TestStorage:
    def test_the_secret_itself_is_not_stored(self, northwind):
        secret = issue_secret(northwind)
        stored = ClientSecret.objects.get()
        assert len(bytes(stored.digest)) == 32
        assert secret not in str(stored.__dict__)
