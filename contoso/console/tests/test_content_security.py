"""Pages of the console run no script but from our own files, and talk to no other host."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from contoso.settings.console import UNFOLD

LINKS = [
    str(entry["link"]) for group in UNFOLD["SIDEBAR"]["navigation"] for entry in group["items"]
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/nowhere/", *LINKS])
def test_pages_have_the_policy_and_no_script_in_them(root, path):
    page = root.get(path)
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval';" in policy
    assert "default-src 'none'" in policy
    told = page.content.decode() if page.status_code != 302 else ""
    for attributes, text in re.findall(r"<script([^>]*)>(.*?)</script>", told, re.DOTALL):
        assert "src=" in attributes or "application/json" in attributes, text
    assert not re.search(r"\son(click|load|change|submit|input|error)=", told)


def test_what_is_no_page_of_the_console_has_none(client):
    for path in ("/health/live", "/api/v1/", "/api/docs/"):
        assert "Content-Security-Policy" not in client.get(path).headers
