"""Keeps codes out of logs (DESIGN, section 5), also one that a client put in an address."""

import logging
import re

# 25 letters and digits with what people put between groups of five, and nothing around them:
# token identifiers are longer, UUIDs are grouped otherwise.
_BETWEEN = r"(?:[-\s+/_.,]|%20|%2[dD])?"
_CODE = re.compile(
    rf"(?<![0-9A-Za-z])(?:[0-9A-Za-z]{{5}}{_BETWEEN}){{4}}[0-9A-Za-z]{{5}}(?![0-9A-Za-z])"
)


class MaskedFormatter(logging.Formatter):
    """Shows a mark in place of whatever looks like a code, in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line or lines of a record."""
        return _CODE.sub("(a code)", super().format(record))
