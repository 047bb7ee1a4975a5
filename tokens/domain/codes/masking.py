"""Takes codes out of texts that are kept or shown."""

import re
from typing import Final

# 25 letters and digits with what people put between groups of five, and nothing around them:
# token identifiers are longer, UUIDs are grouped otherwise.
_BETWEEN = r"(?:[-\s+/_.,]|%20|%2[dD])?"
_CODE: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?:[0-9A-Za-z]{{5}}{_BETWEEN}){{4}}[0-9A-Za-z]{{5}}(?![0-9A-Za-z])"
)


def masked(text: str) -> str:
    """Return a text with a mark in place of whatever looks like a code."""
    return _CODE.sub("(a code)", text)
