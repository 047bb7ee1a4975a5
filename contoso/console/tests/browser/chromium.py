"""Finding a Chromium to drive, or installing one where that is possible."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SECONDS = 240


@cache
def chromium() -> Path | None:
    """Return the browser's program: from PATH, of Playwright, or installed now; or None."""
    return _on_path() or _of_playwright() or _installed()


def _on_path() -> Path | None:
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return None


def _of_playwright() -> Path | None:
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "~/.cache/ms-playwright")
    found = sorted(home.expanduser().glob("chromium*/chrome*-linux*/*hea*less*shell"))
    found += sorted(home.expanduser().glob("chromium-*/chrome-linux*/chrome"))
    return found[-1] if found else None


def _installed() -> Path | None:
    """Try Debian's package where we may install it, then Playwright's own download."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        _try("apt-get", "update", "--quiet")
        _try("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium")
        if found := _on_path():
            return found
    _try(sys.executable, "-m", "playwright", "install", "chromium-headless-shell")
    return _of_playwright()


def _try(*command: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(
            command, env=environment, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return
