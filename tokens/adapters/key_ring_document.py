"""The key ring as a JSON document, {"version": 1, "keys": {"0": Base64, "1": …}}."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Final

from tokens.domain.codes.key_ring import MASTER_KEY_BYTES, MAX_EPOCHS

_VERSION: Final = 1


class KeyRingUnusableError(Exception):
    """The key ring cannot be used as it is; says where it is and why, and no key."""

    def __init__(self, source: str, reason: str) -> None:
        """Name the file or variable, and what is wrong with it."""
        super().__init__(source, reason)
        self.source = source
        self.reason = reason

    def __str__(self) -> str:
        """Say where and why."""
        return f"key ring {self.source}: {self.reason}"


def render(keys: Mapping[int, bytes]) -> str:
    """Return the document of these keys."""
    texts = {str(epoch): b64encode(key).decode("ascii") for epoch, key in keys.items()}
    return json.dumps({"version": _VERSION, "keys": texts}, indent=2) + "\n"


def parse(text: str, source: str) -> dict[int, bytes]:
    """Return the keys of a document by epoch, ascending.

    Raises:
        KeyRingUnusableError: naming `source`, if it is not such a document of a known
            version with 1 to 32 distinct keys of contiguous epochs from 0.

    """
    document = _loaded(text)
    if not isinstance(document, dict):
        raise KeyRingUnusableError(source, "is not a JSON object")
    if document.get("version") != _VERSION:
        raise KeyRingUnusableError(source, f"is not of version {_VERSION}, the only one known")
    texts = document.get("keys")
    if not isinstance(texts, dict):
        raise KeyRingUnusableError(source, 'has no object "keys"')
    if set(texts) != {str(epoch) for epoch in range(len(texts))}:
        raise KeyRingUnusableError(source, "has epochs that are not 0, 1, 2 and so on")
    return from_texts([texts[str(epoch)] for epoch in range(len(texts))], source)


def from_texts(texts: Sequence[object], source: str) -> dict[int, bytes]:
    """Return the keys of these Base64 texts, the first being epoch 0's.

    Raises:
        KeyRingUnusableError: as `parse`.

    """
    if not 1 <= len(texts) <= MAX_EPOCHS:
        raise KeyRingUnusableError(source, f"must have 1 to {MAX_EPOCHS} keys")
    keys: dict[int, bytes] = {}
    for epoch, text in enumerate(texts):
        key = _decoded(text)
        if key is None:
            reason = f"key of epoch {epoch} is not Base64 of {MASTER_KEY_BYTES} bytes"
            raise KeyRingUnusableError(source, reason)
        if key in keys.values():
            raise KeyRingUnusableError(source, f"key of epoch {epoch} is that of another epoch")
        keys[epoch] = key
    return keys


def _loaded(text: str) -> object:
    # None instead of the error: a JSONDecodeError holds the whole text, keys and all,
    # and would stay reachable as the context of whatever is raised while handling it.
    try:
        loaded: object = json.loads(text)
    except ValueError:
        return None
    return loaded


def _decoded(text: object) -> bytes | None:
    if not isinstance(text, str):
        return None
    try:
        key = b64decode(text, validate=True)
    except ValueError:
        return None
    return key if len(key) == MASTER_KEY_BYTES else None
