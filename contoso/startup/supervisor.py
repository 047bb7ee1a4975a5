"""Keeps children running, and ends them all, in the right order, whatever happens."""

import time
from collections import deque
from types import TracebackType
from typing import Self

from contoso.startup.child import Child, Command
from contoso.startup.places import Places
from contoso.startup.problem import StartupProblem
from contoso.startup.stop import StopSwitch

_STOP_SECONDS = 12
_MANY_RESTARTS, _RESTART_WINDOW = 5, 60.0


class Supervisor:
    """Starts children and answers for them: leaving the block leaves none of them behind."""

    def __init__(self, places: Places, switch: StopSwitch) -> None:
        self._places = places
        self._switch = switch
        self._children: list[Child] = []
        self._restarts: dict[str, deque[float]] = {}

    def __enter__(self) -> Self:
        """Begin with nothing."""
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Stop first what uses the servers, then the servers, the latest first."""
        servers = [child for child in self._children if child.command.is_server]
        self._stop([child for child in self._children if not child.command.is_server])
        self._stop(servers[::-1])

    def run(self, command: Command) -> Child:
        """Start a command; from here on it is looked after."""
        child = Child(command, self._places.logs / f"{command.name}.log")
        self._children.append(child)
        return child

    def watch(self) -> None:
        """Start anew what ends by itself, until somebody asks to stop.

        Raises: StopRequested then. StartupProblem when a child keeps ending.
        """
        while True:
            self._switch.sleep(0.3)
            for child in [child for child in self._children if child.exit_code is not None]:
                self._restart(child)

    def check(self) -> None:
        """Raises: StartupProblem when a child has ended already."""
        for child in self._children:
            if child.exit_code is not None:
                raise StartupProblem(_obituary(child))

    def _restart(self, child: Child) -> None:
        name = child.command.name
        recent = self._restarts.setdefault(name, deque(maxlen=_MANY_RESTARTS))
        now = time.monotonic()
        if len(recent) == _MANY_RESTARTS and now - recent[0] < _RESTART_WINDOW:
            raise StartupProblem(_obituary(child))
        recent.append(now)
        print(f"{name} ended ({child.exit_code}); starting it again", flush=True)  # noqa: T201
        child.clear_up()
        self._children.remove(child)
        self._switch.sleep(min(0.2 * 2 ** len(recent), 5))
        self.run(child.command)

    def _stop(self, children: list[Child]) -> None:
        for child in children:
            child.ask_to_stop()
        deadline = time.monotonic() + _STOP_SECONDS
        for child in children:
            child.wait(max(0.0, deadline - time.monotonic()))
            child.clear_up()


def _obituary(child: Child) -> str:
    return (
        f"{child.command.name} ended with exit code {child.exit_code}. "
        f"Its log ({child.log}) ends:\n{child.last_words()}"
    )
