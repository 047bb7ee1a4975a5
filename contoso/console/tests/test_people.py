"""The pages of operators and groups."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

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


def test_names_do_not_change(admin_client, officer):
    ann = User.objects.create_user("ann", is_staff=True)
    for session in (admin_client, officer):
        form = {"username": "Ann", "is_active": "on", "is_staff": "on"}
        assert session.post(change(ann), form).status_code == 302
        ann.refresh_from_db()
        assert ann.username == "ann"


def test_an_officer_does_not_change_her_own_rights(officer):
    olga = User.objects.get(username="olga")
    (team,) = olga.groups.all()
    group = Group.objects.get(name="Operator")
    form = {"is_active": "on", "is_staff": "on", "groups": str(group.pk), "first_name": "O"}
    assert officer.post(change(olga), form).status_code == 302
    olga.refresh_from_db()
    assert (olga.first_name, list(olga.groups.all())) == ("O", [team])
    for one, status in ((team, 403), (group, 302)):
        page = reverse("admin:auth_group_change", args=[one.pk])
        assert officer.post(page, {"name": one.name}).status_code == status
    assert team.permissions.exists()
    assert not group.permissions.exists()


def test_the_audit_tells_who_gave_which_rights(officer):
    ann = User.objects.create_user("ann")
    group = Group.objects.get(name="Operator")
    officer.post(change(ann), {"is_active": "on", "is_staff": "on", "groups": str(group.pk)})
    told = OperatorCommand.objects.get()
    assert (told.operator, told.command, told.subject) == ("olga", "ChangeUser", "user-ann")
    assert told.outcome == OperatorCommand.Outcome.ACCEPTED
    assert told.details["groups"] == ["Operator"]
    password = {"password1": "correct-horse-9", "password2": "correct-horse-9"}
    page = reverse("admin:auth_user_password_change", args=[ann.pk])
    assert officer.post(page, {**password, "usable_password": "true"}).status_code == 302
    assert "password" in str(OperatorCommand.objects.first().details["changes"])
    assert "correct-horse" not in str(OperatorCommand.objects.first().details)


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
