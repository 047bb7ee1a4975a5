"""The admin's pages for service clients."""

from datetime import timedelta

import pytest
from django.utils import timezone

from api.client_secrets import find_secret, issue_secret
from api.models import Client, Role
from tokens.models import OperatorCommand

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

    def test_a_new_client_gets_a_secret_that_is_shown_once(self, admin_client):
        form = {
            "id": "kiosk",
            "name": "Kiosk",
            "role": "storefront",
            "billing_account_id": "",
            "active": "on",
            "secrets-TOTAL_FORMS": "0",
            "secrets-INITIAL_FORMS": "0",
        }
        page = admin_client.post("/admin/api/client/add/", form)
        secret = page.context["secret"]
        assert find_secret("kiosk", secret)
        assert secret in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]
        again = admin_client.get("/admin/api/client/kiosk/change/").content.decode()
        assert secret not in again

    def test_rotating_lets_the_old_secret_be_good_for_a_day(self, admin_client, shop):
        known = shop.secrets.get()
        data = {"action": "rotate", "_selected_action": ["shop"]}
        page = admin_client.post("/admin/api/client/", data)
        assert find_secret("shop", page.context["secret"])
        known.refresh_from_db()
        left = known.expires - timezone.now()
        assert timedelta(hours=23) < left <= timedelta(days=1)

    def test_the_audit_tells_who_deleted(self, admin_client, shop):
        admin_client.post(f"/admin/api/client/{shop.id}/delete/", {"post": "yes"})
        assert not Client.objects.exists()
        told = OperatorCommand.objects.get()
        names = (told.operator, told.command, told.subject)
        assert names == ("admin", "DeleteClient", "client-shop")

    def test_rotates_one_at_a_time(self, admin_client, shop):
        Client.objects.create(id="kiosk", name="Kiosk", role=Role.STOREFRONT)
        data = {"action": "rotate", "_selected_action": ["shop", "kiosk"]}
        page = admin_client.post("/admin/api/client/", data, follow=True)
        assert "Select one client" in page.content.decode()
        assert shop.secrets.count() == 1
