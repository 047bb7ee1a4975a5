"""Keeps codes out of logs (DESIGN, section 5), also one that a client put in an address."""

import logging

from tokens.domain.codes.masking import masked


class MaskedFormatter(logging.Formatter):
    """Shows a mark in place of whatever looks like a code, in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line or lines of a record."""
        return masked(super().format(record))
