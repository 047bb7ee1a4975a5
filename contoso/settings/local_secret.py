"""The secret key of a machine that was given none: made once, kept, readable by its owner."""

import os
import secrets
from pathlib import Path


def local_secret(path: Path) -> str:
    """The key in `path`, made on first use with mode 0600."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Several processes may start at once: each writes a file of its own, and the first
    # link wins for all.
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
