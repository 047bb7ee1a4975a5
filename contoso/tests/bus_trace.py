"""The messages that travelled through the bus of a running system, as it wrote them down.

A system that is started with CONTOSO_BUS_TRACE appends a line a message, from every process;
tokens.application.tracing says what is in a line.
"""

from pathlib import Path
from typing import NamedTuple, Self

from contoso.tests.running_system import RunningSystem


class BusTrace(NamedTuple):
    """The file."""

    path: Path

    @classmethod
    def of(cls, system: RunningSystem) -> Self:
        """Where a system that is told to keeps it."""
        return cls(system.home / "bus.trace")

    def lines(self, correlation: str) -> list[str]:
        """What requests named `correlation` or `correlation/…` caused, in order of time."""
        mark = f"correlation={correlation}"
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        ours = [line for line in lines if f" {mark}/" in line or f" {mark} " in f"{line} "]
        # Processes take turns at the file; what one wrote in a millisecond keeps its order.
        return sorted(ours, key=lambda line: line.split(maxsplit=1)[0])

    def report(self, correlation: str) -> str:
        """The same to be read by people."""
        lines = self.lines(correlation)
        return "\n".join([f"The {len(lines)} messages of {correlation}:", *lines])
