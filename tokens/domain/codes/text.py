"""The text of a code: Crockford's base32 (crockford.com/base32.html), five by five."""

import re
from base64 import b64encode
from hashlib import sha256
from typing import Final

from tokens.domain.codes.errors import InvalidCodeError

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 25
GROUP: Final = 5

_WHITE_SPACE = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
# What word processors, chats and web pages leave in copied text without showing it.
_INVISIBLE = "\xad\u200b\u200c\u200d\u2060\ufeff"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"

_MEANT = (
    dict.fromkeys(map(ord, _WHITE_SPACE + _INVISIBLE + _DASHES))
    | str.maketrans(ALPHABET.lower(), ALPHABET)
    | str.maketrans("oOiIlL", "001111")
)
_WELL_FORMED = re.compile(f"[{ALPHABET}]{{{LENGTH}}}").fullmatch
# Python's own digits of base 32, so that int() does the conversion in C.
_TO_PYTHON_DIGITS = str.maketrans(ALPHABET, "0123456789abcdefghijklmnopqrstuv")
_PAIRS = tuple(high + low for high in ALPHABET for low in ALPHABET)
_PAIR_SHIFTS = tuple(range(110, -10, -10))
# Generous to any grouping, yet no client makes us translate a megabyte.
_LONGEST_TYPED = 256
_GROUPS = rf"[{ALPHABET}OIL]{{5}}(?:[-\s_.][{ALPHABET}OIL]{{5}}){{4}}"
_SHOWN = re.compile(rf"\s*{_GROUPS}\s*", re.IGNORECASE)
_WITHIN = re.compile(rf"(?<![0-9A-Za-z]){_GROUPS}(?![0-9A-Za-z])", re.IGNORECASE)


def looks_like_a_code(text: str) -> bool:
    """Tell whether a text is five groups of five, as codes are shown; not whether it is one.

    Twenty-five characters without groups may be anybody's identifier.
    """
    return _SHOWN.fullmatch(text) is not None


def holds_a_code(text: str) -> bool:
    """Tell whether any part of a text looks like a code, such as a word of a sentence."""
    return _WITHIN.search(text) is not None


def normalise(typed: str) -> str:
    """Return the 25 characters that were meant, without hyphens.

    Case, hyphens, dashes and white space are ignored; O means 0, I and L mean 1.

    Raises:
        InvalidCodeError: if anything else is in it, or it is too short or too long.

    """
    meant = typed.translate(_MEANT) if len(typed) <= _LONGEST_TYPED else ""
    if not _WELL_FORMED(meant):
        raise InvalidCodeError
    return meant


def to_number(typed: str) -> int:
    """Return the 125 bits that the text stands for.

    Raises:
        InvalidCodeError: as `normalise`.

    """
    # normalise() has let nothing through that int() could refuse: a ValueError of
    # int() would quote the code.
    return int(normalise(typed).translate(_TO_PYTHON_DIGITS), 32)


def to_text(number: int) -> str:
    """Return 125 bits as XXXXX-XXXXX-XXXXX-XXXXX-XXXXX."""
    plain = ALPHABET[number >> 120] + "".join(
        [_PAIRS[number >> shift & 1023] for shift in _PAIR_SHIFTS]
    )
    return _grouped(plain)


def code_hash(typed: str) -> str:
    """Return the Base64 of the SHA-256 of the code in the form that clients are shown.

    That form is five hyphenated groups in capitals (29 ASCII characters), so that
    whoever holds a code can hash it as it stands and reconcile.

    Raises:
        InvalidCodeError: as `normalise`.

    """
    shown = _grouped(normalise(typed))
    return b64encode(sha256(shown.encode("ascii")).digest()).decode("ascii")


def _grouped(plain: str) -> str:
    return f"{plain[:5]}-{plain[5:10]}-{plain[10:15]}-{plain[15:20]}-{plain[20:]}"
