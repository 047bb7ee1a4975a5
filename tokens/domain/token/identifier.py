"""A token's identifier: Base58 of its number and its mint request (REFERENCE.md)."""

from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from tokens.domain.errors import DomainError
from tokens.domain.ids import MintRequestId

MAX_SEQUENCE: Final = (1 << 40) - 1
ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_SEQUENCE_BYTES: Final = 5
_LENGTH: Final = 21
# 58^29 > 256^21 > 58^28
_LONGEST_TEXT: Final = 29
_ZERO: Final = ALPHABET[0]
_DIGITS = {symbol: digit for digit, symbol in enumerate(ALPHABET)}
_PAIRS = tuple(high + low for high in ALPHABET for low in ALPHABET)
_PAIR_BASE: Final = 58 * 58


class InvalidTokenIdError(DomainError):
    """The text is not the identifier of any token."""

    code = "InvalidTokenId"

    def __init__(self, text: str, reason: str) -> None:
        """Keep what was given, cut where it is longer than any identifier, and why."""
        self.text = text[: _LONGEST_TEXT + 1]
        self.reason = reason
        super().__init__(self.text, reason)

    def __str__(self) -> str:
        """Quote the text and name what is wrong with it."""
        return f"{self.text!r} is not a token identifier: {self.reason}"


@dataclass(frozen=True, order=True, slots=True)
class TokenId:
    """A token by its mint request and its number within it (0 to 2^40 - 1).

    Orders by mint request and then by number. As text it is Base58, Bitcoin's alphabet
    and rule for zeros (each leading zero byte is a '1'), of 21 bytes: the number (5,
    little-endian) and the mint request's 16. Each identifier has exactly one text.
    """

    mint_request_id: MintRequestId
    sequence: int

    def __post_init__(self) -> None:
        """Refuse a number out of bounds.

        Raises:
            ValueError: if `sequence` is not within 0 to 2^40 - 1.

        """
        if not 0 <= self.sequence <= MAX_SEQUENCE:
            message = f"sequence {self.sequence} is not within 0 to 2^40 - 1"
            raise ValueError(message)

    def __str__(self) -> str:
        """Return the Base58 text, 21 to 29 characters."""
        number = self.sequence.to_bytes(_SEQUENCE_BYTES, "little")
        return _encode(number + self.mint_request_id.bytes)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the identifier whose text this is, to the letter.

        Raises:
            InvalidTokenIdError: if it has other characters, or is not of 21 bytes.

        """
        data = _decode(text)
        number = int.from_bytes(data[:_SEQUENCE_BYTES], "little")
        return cls(MintRequestId(UUID(bytes=data[_SEQUENCE_BYTES:])), number)


def _encode(data: bytes) -> str:
    number = int.from_bytes(data)
    pairs = []
    while number:
        number, pair = divmod(number, _PAIR_BASE)
        pairs.append(_PAIRS[pair])
    digits = "".join(reversed(pairs)).lstrip(_ZERO)
    return _ZERO * (len(data) - len(data.lstrip(b"\0"))) + digits


def _decode(text: str) -> bytes:
    if len(text) > _LONGEST_TEXT:
        raise InvalidTokenIdError(text, f"longer than {_LONGEST_TEXT} characters")
    number = 0
    try:
        for symbol in text:
            number = number * 58 + _DIGITS[symbol]
    except KeyError:
        strange = "".join(sorted(set(text) - set(ALPHABET)))
        raise InvalidTokenIdError(text, f"{strange!r} is not in Base58") from None
    zeros = len(text) - len(text.lstrip(_ZERO))
    data = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)
    if len(data) != _LENGTH:
        raise InvalidTokenIdError(text, f"stands for {len(data)} bytes instead of {_LENGTH}")
    return data
