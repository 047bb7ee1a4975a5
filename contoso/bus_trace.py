"""CONTOSO_BUS_TRACE: every message that the bus handles, as a line in a file of its own."""

import logging
from pathlib import Path
from time import gmtime
from typing import Any


class TraceFormatter(logging.Formatter):
    """Begins each line with the time in UTC, so that sorted lines are in order of time."""

    converter = staticmethod(gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatException(self, _info: object) -> str:  # noqa: N802  # logging's own name
        """Leave tracebacks to the console: here a message is a line."""
        return ""


def with_bus_trace(logging_settings: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return logging settings by which `tokens.bus` also appends to a file.

    Web and workers append to the same one: a line is one write, which O_APPEND keeps whole.
    """
    traced = dict(logging_settings)
    traced["formatters"] = traced["formatters"] | {
        "trace": {"()": TraceFormatter, "format": "%(asctime)s %(message)s"},
    }
    traced["handlers"] = traced["handlers"] | {
        "trace": {
            "class": "logging.FileHandler",
            "filename": str(path),
            "formatter": "trace",
            "delay": True,
        },
    }
    traced["loggers"] = traced["loggers"] | {
        "tokens.bus": {"handlers": ["trace"], "level": "DEBUG"},
    }
    return traced
