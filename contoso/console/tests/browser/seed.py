"""Run by `manage.py shell`: operators of each group and of none, and dead letters."""

from uuid import uuid4

from django.contrib.auth.models import Group, User
from django.db import connection

for name, group in (
    ("ann", "Operator"),
    ("bob", "Operator"),
    ("vera", "Viewer"),
    ("olga", "Security officer"),
    ("nils", None),
):
    user = User.objects.create_user(name, password=f"{name}-of-contoso", is_staff=True)
    user.groups.set(Group.objects.filter(name=group))
with connection.cursor() as cursor:
    for number in range(2):
        order = uuid4()
        cursor.execute(
            "INSERT INTO tokens_deadletter VALUES"
            " (%s, %s, 'order.fulfill.v1', %s, %s, NULL, 'operator', 6, %s, now())",
            [
                uuid4(),
                f"order-{order}",
                f'{{"order_id": "{order}"}}',
                f"seed-{number}",
                "Traceback (most recent call last):\nConnectionError: it broke",
            ],
        )
