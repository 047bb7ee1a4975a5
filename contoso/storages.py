"""Where files are kept: static ones, and the packages of print jobs."""

from pathlib import Path
from typing import Any

_FILES = "django.core.files.storage.FileSystemStorage"


def storages(home: Path) -> dict[str, dict[str, Any]]:
    """Return the storages of an installation; `packages` is for its owner's eyes alone."""
    private = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {
        "default": {"BACKEND": _FILES},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "packages": {"BACKEND": _FILES, "OPTIONS": {"location": home / "packages", **private}},
    }
