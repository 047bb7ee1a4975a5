"""Wrong passwords are limited, by account and address together."""

import pytest
from django.conf import settings
from django.urls import reverse

pytestmark = pytest.mark.django_db


def sign_in(client, password, address="192.0.2.1"):
    form = {"username": "admin", "password": password}
    return client.post(reverse("admin:login"), form, REMOTE_ADDR=address)


def test_the_tenth_wrong_password_is_the_last(client, admin_user):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert sign_in(client, "wrong").status_code == 200
    sign_in(client, "wrong")
    page = sign_in(client, "password")
    assert (page.status_code, page["Retry-After"]) == (429, "600")
    assert "Wait 10 minutes" in page.content.decode()
    assert sign_in(client, "password", address="192.0.2.2").status_code == 302


def test_the_right_one_forgives(client, admin_user):
    for _ in range(3):
        for _ in range(settings.AXES_FAILURE_LIMIT - 1):
            sign_in(client, "wrong")
        assert sign_in(client, "password").status_code == 302


def test_a_page_that_refreshes_itself_is_loaded_anew_once_its_session_is_over(client):
    refresh = client.get("/admin/", headers={"HX-Request": "true"}, follow=True)
    assert refresh["HX-Refresh"] == "true"
    assert "HX-Refresh" not in client.get("/admin/", follow=True)


def test_the_refresh_of_a_session_is_none_of_the_whole_page(admin_client):
    assert "HX-Refresh" not in admin_client.get("/admin/", headers={"HX-Request": "true"})
