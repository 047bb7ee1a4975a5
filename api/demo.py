"""The demo accounts of an empty database; one of them has a certificate and some stock."""

import json
import os
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from api.client_secrets import issue_secret
from api.demo_certificate import create_demo_certificate
from api.demo_stock import create_demo_stock
from api.models import Client, Role

_CLIENTS = (
    Client(id="operator", name="Operator", role=Role.OPERATOR),
    Client(id="northwind", name="Northwind", role=Role.PARTNER, billing_account_id="northwind"),
    Client(id="fabrikam", name="Fabrikam", role=Role.PARTNER, billing_account_id="fabrikam"),
    Client(id="storefront", name="Storefront", role=Role.STOREFRONT),
)
_LOCK = 0x434F4E54  # 'CONT'


def create_demo_accounts(path: Path) -> bool:
    """Create them and write their credentials to `path` with mode 0600.

    Returns False, and changes nothing, where there is a user or a client already. The file
    is written before the transaction commits: there are no accounts without their file.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if get_user_model().objects.exists() or Client.objects.exists():
            return False
        _write(path, {"admin": _create_admin(), "clients": _create_clients()})
        create_demo_certificate("northwind", path.with_name("northwind-package-key.pem"))
        create_demo_stock("northwind")
    return True


def _create_admin() -> dict[str, str]:
    password = secrets.token_urlsafe(15)
    get_user_model().objects.create_superuser(username="admin", password=password)
    return {"username": "admin", "password": password}


def _create_clients() -> dict[str, dict[str, str]]:
    clients = Client.objects.bulk_create(_CLIENTS)
    return {client.id: {"id": client.id, "secret": issue_secret(client)} for client in clients}


def _write(path: Path, credentials: dict[str, object]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".fresh")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(credentials, file, indent=2)
        file.write("\n")
    fresh.replace(path)
