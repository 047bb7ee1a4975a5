"""What the console says where it shows nothing."""

import pytest

from projections.tests.operators import signed_in

pytestmark = pytest.mark.django_db


def test_a_page_that_does_not_exist_keeps_the_menu():
    client = signed_in("vera", "Viewer")
    page = client.get("/admin/nowhere/")
    assert page.status_code == 404
    assert "There is no such page" in page.content.decode()
    assert "Event log" in page.content.decode()


def test_a_page_for_others_keeps_the_menu():
    client = signed_in("vera", "Viewer")
    page = client.get("/admin/api/client/")
    assert page.status_code == 403
    assert "Your groups do not permit this" in page.content.decode()
    assert "Event log" in page.content.decode()


def test_elsewhere_nothing_looks_like_the_console(client):
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert "Contoso" not in page.content.decode()


def test_an_empty_list_is_not_called_a_failed_search():
    client = signed_in("vera", "Viewer")
    assert "There are no mint requests" in (
        client.get("/admin/projections/mintrequest/").content.decode()
    )
    searched = client.get("/admin/projections/mintrequest/?q=x").content.decode()
    assert "None of the mint requests is like that" in searched
