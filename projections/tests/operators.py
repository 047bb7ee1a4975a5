"""Operators at the admin's pages, with the workers at hand."""

from django.contrib.auth.models import Group, User
from django.test import Client

from projections import tasks
from tokens.bootstrap import application
from tokens.tests.workers import work_off


def signed_in(name: str, group: str) -> Client:
    """Return the browser of an operator of a group."""
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=group)[0])
    client = Client()
    client.force_login(user)
    return client


def settle() -> None:
    """Do what the workers would have done by now."""
    work_off(application())
    tasks.catch_up()
