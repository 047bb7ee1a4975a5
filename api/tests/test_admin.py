"""The admin's pages for service clients."""

import pytest

from api.client_secrets import issue_secret
from api.models import Client, Role

pytestmark = pytest.mark.django_db


class TestClientAdmin:
    @pytest.fixture
    def shop(self):
        client = Client.objects.create(id="shop", name="Shop", role=Role.STOREFRONT)
        issue_secret(client)
        return client

    def test_lists_clients(self, admin_client, shop):
        assert "shop" in admin_client.get("/admin/api/client/").content.decode()

    def test_shows_a_client_without_its_secret(self, admin_client, shop):
        page = admin_client.get(f"/admin/api/client/{shop.id}/change/").content.decode()
        assert "Storefront" in page
        assert shop.secrets.get().digest.hex() not in page
