"""Waiting for the read models to have nothing left to do."""

import time

from projections.lag import lag
from projections.projectors import PROJECTIONS
from tokens.bootstrap import event_reader


def settle() -> None:
    """Wait until every projection has reached the end of the log."""
    while any(each.events for each in lag(PROJECTIONS, event_reader())):
        time.sleep(0.05)
    time.sleep(0.2)
