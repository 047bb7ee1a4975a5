"""Menu, head and title of a page call it by one name, and ids are shown as they are."""

import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from contoso.settings.console import UNFOLD
from projections.models import Order
from tokens.models import PartnerCertificate

ENTRIES = [entry for group in UNFOLD["SIDEBAR"]["navigation"] for entry in group["items"]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client


def head_of(page):
    """Return the parts of the way that the head of a page shows."""
    head = page.content.decode().split("<h1")[1].split("</h1>")[0].partition(">")[2]
    parts = re.findall(r"<(?:a|span)[^>]*tracking-tight[^>]*>(.*?)</(?:a|span)>", head)
    return [part.strip() for part in parts]


def title_of(page):
    return page.content.decode().split("<title>")[1].split("|")[0].strip()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry["icon"]))
def test_a_page_of_the_menu_has_its_name(root, entry):
    page = root.get(str(entry["link"]))
    assert page.status_code == 200
    assert head_of(page)[-1] == str(entry["title"])
    assert title_of(page) == str(entry["title"])


def test_no_name_is_used_twice():
    names = [str(entry["title"]) for entry in ENTRIES]
    assert len(set(names)) == len(names)


def test_the_documentation_names_every_page_of_the_menu():
    told = (settings.BASE_DIR / "docs" / "console.md").read_text()
    cells = {
        page
        for row in re.findall(r"^\| [^|]*\| ([^|]+) \|", told, re.MULTILINE)
        for page in row.split(", ")
    }
    assert {str(entry["title"]) for entry in ENTRIES} <= cells


def test_an_id_that_begins_with_a_letter_stays_small(root):
    key = f"f{str(uuid4())[1:]}"
    Order.objects.create(
        id=key,
        version=0,
        position=1,
        catalog_id="card",
        billing_account_id="northwind",
        quantity=1,
        state="Fulfilled",
        activate=True,
        when_short="Wait",
        created_on=timezone.now(),
        changed_on=timezone.now(),
    )
    page = root.get(f"/admin/projections/order/{key}/change/")
    assert head_of(page) == ["Read models", "Orders", key]


def test_so_does_a_thumbprint_and_the_name_of_a_person(root):
    certificate = PartnerCertificate.objects.create(
        thumbprint="abc" * 13,
        billing_account_id="northwind",
        not_before=timezone.now(),
        not_after=timezone.now(),
        uploaded_on=timezone.now(),
    )
    page = root.get(f"/admin/tokens/partnercertificate/{certificate.pk}/change/")
    assert head_of(page)[-1] == "abc" * 13
    ann = User.objects.create_user("ann")
    assert head_of(root.get(f"/admin/auth/user/{ann.pk}/change/"))[-1] == "ann"
