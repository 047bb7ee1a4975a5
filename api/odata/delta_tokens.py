"""Opaque delta tokens: from where on a client asks what has changed (Part 1, 11.3)."""

from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest

import orjson

from api.odata.errors import BadRequestError
from api.odata.opaque import from_text, to_text

_DIGEST_SIZE = 8


@dataclass(frozen=True, slots=True)
class DeltaToken:
    """Places in the order of changes, which each change takes one further.

    `after`: what changed later is asked for; None while all is being read for the first time.
    `until`: where the next token is to begin, found when the first page was read; None before.
    `era`: of which order of changes the places are.
    """

    after: int | None = None
    until: int | None = None
    era: int = 0

    def encode(self) -> str:
        """The token; safe in a URL."""
        payload = orjson.dumps([self.after, self.until, self.era])
        return to_text(_digest(payload) + payload)

    @classmethod
    def decode(cls, text: str) -> "DeltaToken":
        """What a token holds. Raises BadRequestError if it was not made here."""
        try:
            raw = from_text(text)
        except ValueError as error:
            raise _invalid() from error
        digest, payload = raw[:_DIGEST_SIZE], raw[_DIGEST_SIZE:]
        if not compare_digest(digest, _digest(payload)):
            raise _invalid()
        try:
            after, until, era = orjson.loads(payload)
        except ValueError as error:
            raise _invalid() from error
        if era is None or not all(map(_is_place, (after, until, era))):
            raise _invalid()
        return cls(after, until, era)


def _is_place(value: object) -> bool:
    return value is None or (type(value) is int and 0 <= value < 1 << 63)


def _digest(payload: bytes) -> bytes:
    return blake2b(b"delta" + payload, digest_size=_DIGEST_SIZE).digest()


def _invalid() -> BadRequestError:
    return BadRequestError(
        "$deltatoken is damaged; follow @odata.deltaLink as it is, or read the collection anew "
        "with Prefer: track-changes",
        target="$deltatoken",
    )
