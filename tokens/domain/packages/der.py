"""The little of ASN.1's encoding rules (X.690) that an envelope is written with."""

from typing import Final

INTEGER: Final = 0x02
BIT_STRING: Final = 0x03
OCTET_STRING: Final = 0x04
OID: Final = 0x06
SEQUENCE: Final = 0x30
SET: Final = 0x31
CONTEXT: Final = 0xA0
"""Of a constructed element with the context's own tag, which is added."""
END: Final = b"\0\0"
"""What closes an element that `opened` has begun."""

_LONG_FORM: Final = 0x80


def element(tag: int, *contents: bytes) -> bytes:
    """Return an element of definite length."""
    content = b"".join(contents)
    return bytes([tag]) + _length(len(content)) + content


def opened(tag: int) -> bytes:
    """Return the beginning of an element of indefinite length: END closes it."""
    return bytes([tag, _LONG_FORM])


def integer(number: int) -> bytes:
    """Return an INTEGER that is not negative."""
    return element(INTEGER, number.to_bytes(number.bit_length() // 8 + 1))


def oid(dotted: str) -> bytes:
    """Return an OBJECT IDENTIFIER."""
    first, second, *arcs = map(int, dotted.split("."))
    return element(OID, *map(_base128, (40 * first + second, *arcs)))


def algorithm(dotted: str, *parameters: bytes) -> bytes:
    """Return an AlgorithmIdentifier (RFC 5280, 4.1.1.2)."""
    return element(SEQUENCE, oid(dotted), *parameters)


def _length(length: int) -> bytes:
    if length < _LONG_FORM:
        return bytes([length])
    digits = length.to_bytes((length.bit_length() + 7) // 8)
    return bytes([_LONG_FORM | len(digits)]) + digits


def _base128(number: int) -> bytes:
    septets = [number & 0x7F]
    while number := number >> 7:
        septets.append(number & 0x7F | 0x80)
    return bytes(reversed(septets))
