"""Being asked to stop: a switch that signals press and that every wait looks at."""

import signal
import threading
from types import FrameType


class StopRequested(Exception):  # noqa: N818 - not an error, a wish
    """Somebody pressed Ctrl-C or sent SIGTERM."""


class StopSwitch:
    """Pressed by SIGINT, SIGTERM or SIGHUP, any number of times, with the effect of one.

    A flag rather than an exception thrown from the handler: nothing that was started can
    slip away between its start and being noted down.
    """

    def __init__(self) -> None:
        self._pressed = threading.Event()

    def listen(self) -> None:
        """Take the signals over; for the main thread only."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._press)
        # Under nohup it is ignored, and stays so: the terminal may go.
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._press)

    def sleep(self, seconds: float) -> None:
        """Wait. Raises: StopRequested as soon as the switch is pressed."""
        if self._pressed.wait(seconds):
            raise StopRequested

    def _press(self, _number: int, _frame: FrameType | None) -> None:
        self._pressed.set()
