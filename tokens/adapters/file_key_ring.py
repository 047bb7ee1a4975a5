"""The key ring in a file of mode 0600: what a machine of one's own uses by default."""

import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tokens.adapters.key_ring_document import KeyRingUnusableError, parse, render
from tokens.adapters.private_file import create_private, locked_beside, replace_private
from tokens.domain.codes.key_ring import (
    MASTER_KEY_BYTES,
    MAX_EPOCHS,
    EpochsExhaustedError,
    KeyRing,
    UnknownEpochError,
)

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class _Loaded(NamedTuple):
    """What was read, and the version of the file that it was read from."""

    version: tuple[int, int, int]
    keys: dict[int, bytes]


class FileKeyRing(KeyRing):
    """Keys in a JSON file, created with one random key where there is none.

    Several processes may share the file: an epoch that one of them opens is seen by
    the others when they next ask for the current or for an unknown epoch.
    """

    def __init__(self, path: Path) -> None:
        """Read the file, or create it and its directory.

        Raises:
            KeyRingUnusableError: if others may read the file, or it is not a key ring.

        """
        self._path = path
        self._create_if_missing()
        self._loaded = self._read()

    def current_epoch(self) -> int:
        self._reload_if_changed()
        return max(self._loaded.keys)

    def epochs(self) -> Sequence[int]:
        self._reload_if_changed()
        return tuple(self._loaded.keys)

    def master_key(self, epoch: int) -> bytes:
        if epoch not in self._loaded.keys:
            self._reload_if_changed()
        try:
            return self._loaded.keys[epoch]
        except KeyError:
            raise UnknownEpochError(epoch) from None

    def add_epoch(self, after: int | None = None) -> int:
        with locked_beside(self._path):
            self._reload_if_changed()
            keys = self._loaded.keys
            current = max(keys)
            if after is not None and current > after:
                return current
            if current + 1 >= MAX_EPOCHS:
                raise EpochsExhaustedError
            replace_private(self._path, render(keys | {current + 1: _new_key()}))
            self._reload_if_changed()
        return current + 1

    def _create_if_missing(self) -> None:
        try:
            if not self._path.exists():
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                create_private(self._path, render({0: _new_key()}))
        except OSError as error:
            raise self._unusable(error) from None

    def _reload_if_changed(self) -> None:
        known = self._loaded
        try:
            version = _version(self._path.stat())
        except OSError as error:
            raise self._unusable(error) from None
        if version == known.version:
            return
        loaded = self._read()
        # Codes are being issued under the old keys: going on with others would split
        # one mint request between two keys, and one of the two is about to be lost.
        if not known.keys.items() <= loaded.keys.items():
            raise KeyRingUnusableError(str(self._path), "was replaced by another while in use")
        self._loaded = loaded

    def _read(self) -> _Loaded:
        source = str(self._path)
        try:
            with self._path.open("rb") as file:
                status = os.fstat(file.fileno())
                content = file.read()
        except OSError as error:
            raise self._unusable(error) from None
        if status.st_mode & _OTHERS:
            raise KeyRingUnusableError(source, "others than its owner may read it: chmod 600")
        return _Loaded(_version(status), parse(content.decode(errors="replace"), source))

    def _unusable(self, error: OSError) -> KeyRingUnusableError:
        return KeyRingUnusableError(str(self._path), error.strerror or type(error).__name__)


def _new_key() -> bytes:
    return secrets.token_bytes(MASTER_KEY_BYTES)


def _version(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mtime_ns, status.st_ino, status.st_size
