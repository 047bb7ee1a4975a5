"""One process that the supervisor started: its command, its log, its end."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from contoso.startup.process_owner import die_with_parent


@dataclass(frozen=True, slots=True)
class Command:
    """What to run, and how it likes to be stopped."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    before_exec: Callable[[], None] | None = None
    # Servers are stopped after everything that uses them.
    is_server: bool = False


class Child:
    """A running command, in a session of its own so that Ctrl-C reaches only its parent."""

    def __init__(self, command: Command, log: Path) -> None:
        self.command = command
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own commands
                command.arguments,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **command.environment},
                start_new_session=True,
                preexec_fn=self._prepare,  # noqa: PLW1509 - started from the main thread alone
            )

    def _prepare(self) -> None:
        if self.command.before_exec:
            self.command.before_exec()
        # Last, because a change of user clears it.
        die_with_parent(self.command.stop_signal)()

    @property
    def pid(self) -> int:
        """The process id, which is its group's id as well."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def ask_to_stop(self) -> None:
        """Send the signal that it understands as a polite request."""
        if self.exit_code is None:
            self._process.send_signal(self.command.stop_signal)

    def wait(self, seconds: float) -> bool:
        """Whether it ended within that time."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def clear_up(self) -> None:
        """Kill whatever is left of it and of the processes that it started."""
        # macOS says EPERM for a group of which only zombies are left.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()

    def last_words(self, lines: int = 12) -> str:
        """The end of its log."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


def python(*arguments: str) -> tuple[str, ...]:
    """A command line for the interpreter that runs us, without buffered output."""
    return (sys.executable, "-u", *arguments)
