"""Aggregates: objects whose only memory is the events that they recorded."""

from collections.abc import Iterable
from typing import NamedTuple

from tokens.domain.errors import VersionMismatchError
from tokens.domain.ids import StreamId
from tokens.domain.messages import Event


class Versioned(NamedTuple):
    """An event with its place in its stream; versions count from 0."""

    version: int
    event: Event


class Aggregate:
    """Base of all aggregates: a public verb decides and records, `_apply` only assigns."""

    def __init__(self, stream: StreamId) -> None:
        self.stream = stream
        self.version = -1
        self.pending: list[Versioned] = []

    def replay(self, history: Iterable[Versioned]) -> None:
        """Become what the history says; nothing is recorded."""
        for version, event in history:
            self._apply(event)
            self.version = version

    def expect(self, version: int | None) -> None:
        """Raise VersionMismatchError unless this is the version, or None was given."""
        if version is not None and version != self.version:
            raise VersionMismatchError(version, self.version)

    def _record(self, event: Event) -> None:
        self._apply(event)
        self.version += 1
        self.pending.append(Versioned(self.version, event))

    def _apply(self, event: Event) -> None:
        raise NotImplementedError
