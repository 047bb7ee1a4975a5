"""What DATABASE_URL and REDIS_URL mean to Django and to Celery."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

_DJANGO_NAMES = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}
_REDIS_SCHEMES = ("redis", "rediss", "unix")


def database(url: str, *, pool_size: int | None, statement_timeout: int = 0) -> dict[str, Any]:
    """Django's entry for a connection string, read by libpq's own parser.

    So every form that PostgreSQL's tools take is good here too, unix sockets among them.
    `pool_size` bounds the connections of one process; None goes without a pool. A statement
    is cancelled after `statement_timeout` seconds; 0 lets it take as long as it takes.

    Raises: ImproperlyConfigured, without repeating the URL: it may hold a password.
    """
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        message = "DATABASE_URL is not a PostgreSQL connection string"
        raise ImproperlyConfigured(message) from None
    if not parts.get("dbname"):
        message = "DATABASE_URL names no database"
        raise ImproperlyConfigured(message)
    entry: dict[str, Any] = {
        name: str(parts.pop(key, "")) for key, name in _DJANGO_NAMES.items()
    }
    # Statements sent with their values apart are prepared the fifth time.
    options: dict[str, Any] = {"connect_timeout": 5, "prepare_threshold": 5, **parts}
    if statement_timeout:
        bound = f"-c statement_timeout={statement_timeout * 1000}"
        options["options"] = f"{parts.get('options', '')} {bound}".strip()
    if pool_size is not None:
        # The pool waits twice as long before each attempt. Once it has given up, the next
        # request makes it try at once, so PostgreSQL is found soon after it is back.
        options["pool"] = {
            "min_size": 1,
            "max_size": pool_size,
            "timeout": 10,
            "reconnect_timeout": 2,
        }
    return {
        # It checks a pooled connection before it is lent: a restart of PostgreSQL costs a
        # reconnect then, not a failed request.
        "ENGINE": "contoso.postgres",
        "OPTIONS": options,
        **entry,
    }


def celery_broker(url: str) -> str:
    """Celery's spelling of a Redis URL: it calls unix sockets by a name of its own.

    Raises: ImproperlyConfigured for a scheme that Redis has not.
    """
    parts = urlsplit(url)
    if parts.scheme not in _REDIS_SCHEMES:
        message = f"REDIS_URL must begin with one of {', '.join(_REDIS_SCHEMES)}"
        raise ImproperlyConfigured(message)
    if parts.scheme != "unix":
        return url
    query = parse_qs(parts.query)
    chosen = urlencode({"virtual_host": query["db"][0]}) if "db" in query else "virtual_host=0"
    credentials = f"{parts.netloc}" if parts.netloc else ""
    return f"redis+socket://{credentials}{parts.path}?{chosen}"
