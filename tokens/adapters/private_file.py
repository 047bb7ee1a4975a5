"""Files that only their owner may read, written so that a crash leaves old or new."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Final

_PRIVATE: Final = 0o600


def create_private(path: Path, text: str) -> bool:
    """Create the file with mode 0600 and whole, or return False where it exists.

    A link and not O_EXCL on the file itself: of several processes that start at once
    one wins, and no loser ever reads a file that is still being written.
    """
    with _written_beside(path, text) as complete:
        try:
            path.hardlink_to(complete)
        except FileExistsError:
            return False
    _sync_directory(path)
    return True


def replace_private(path: Path, text: str) -> None:
    """Replace the file by one of mode 0600, atomically."""
    with _written_beside(path, text) as complete:
        complete.replace(path)
    _sync_directory(path)


@contextmanager
def locked_beside(path: Path) -> Iterator[None]:
    """Hold an exclusive lock among processes, on a file beside `path`.

    Not on `path`: replacing it would leave the waiting ones with a lock on the old one.
    """
    lock = path.with_name(path.name + ".lock")
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE)
    try:
        flock(descriptor, LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _written_beside(path: Path, text: str) -> Iterator[Path]:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(temporary, flags, _PRIVATE), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
