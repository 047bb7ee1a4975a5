"""The pages of operators and groups."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from api.models import Client
from tokens.models import OperatorCommand

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = User.objects.create_user("olga", password="x", is_staff=True)
    user.groups.add(Group.objects.get(name="Security officer"))
    client.force_login(user)
    return client


def change(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def test_an_officer_makes_an_operator(officer):
    form = {"username": "ann", "password1": "correct-horse-9", "password2": "correct-horse-9"}
    form["usable_password"] = "true"
    page = officer.post(reverse("admin:auth_user_add"), form)
    ann = User.objects.get(username="ann")
    assert (page.status_code, page["Location"]) == (302, change(ann))
    group = Group.objects.get(name="Operator")
    form = {"username": "ann", "is_active": "on", "is_staff": "on", "groups": str(group.pk)}
    officer.post(change(ann), {**form, "is_superuser": "on"})
    ann.refresh_from_db()
    assert (ann.is_staff, ann.is_superuser, ann.groups.get()) == (True, False, group)


def test_an_officer_neither_makes_nor_changes_superusers(officer, admin_user):
    form = {"username": "admin", "is_active": "", "is_staff": "on"}
    assert officer.post(change(admin_user), form).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[admin_user.pk])
    assert officer.get(password).status_code == 403


def test_lists_open_in_few_queries(officer, django_assert_max_num_queries):
    for number in range(20):
        User.objects.create_user(f"user{number}").groups.add(Group.objects.first())
    with django_assert_max_num_queries(9):
        assert officer.get(reverse("admin:auth_user_changelist")).status_code == 200
    assert officer.get(reverse("admin:auth_group_changelist")).status_code == 200


def test_who_signs_in_is_led_home(client, admin_user):
    page = client.post(reverse("admin:login"), {"username": "admin", "password": "password"})
    assert page["Location"] == reverse("admin:index")
    told = client.get(reverse("admin:index")).content.decode()
    assert "contoso/icon.svg" in told


def test_names_never_change(client, admin_client, officer):
    ann = User.objects.create_user("ann", is_staff=True)
    form = {"username": "Ann", "is_active": "on", "is_staff": "on"}
    for browser in (admin_client, officer):
        browser.post(change(ann), form)
    ann.refresh_from_db()
    assert ann.username == "ann"


def test_nobody_gives_themselves_more(officer):
    olga = User.objects.get(username="olga")
    operators = Group.objects.get(name="Operator")
    form = {"is_active": "on", "is_staff": "on", "groups": str(operators.pk)}
    officer.post(change(olga), form)
    assert [group.name for group in olga.groups.all()] == ["Security officer"]
    own = olga.groups.get()
    address = reverse("admin:auth_group_change", args=[own.pk])
    assert officer.post(address, {"name": own.name, "permissions": []}).status_code == 403
    assert own.permissions.exists()


def test_edits_are_in_the_audit(officer):
    ann = User.objects.create_user("ann", is_staff=True)
    officer.post(change(ann), {"is_active": "on", "first_name": "Ann"})
    row = OperatorCommand.objects.get()
    assert (row.operator, row.command, row.subject) == ("olga", "ChangeUser", f"user-{ann.pk}")
    assert "First name" in str(row.details)


def test_a_secret_is_rotated_by_who_may_change_clients_and_noted(officer, client):
    Client.objects.create(id="shop", name="Shop", role="storefront")
    form = {"action": "rotate", "_selected_action": "shop"}
    address = reverse("admin:api_client_changelist")
    assert "secret" in officer.post(address, form).content.decode()
    row = OperatorCommand.objects.get()
    assert (row.command, row.subject) == ("RotateSecret", "client-shop")

    looker = User.objects.create_user("lou", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_client"))
    client.force_login(looker)
    client.post(address, form)
    assert Client.objects.get().secrets.count() == 1
