"""Domain scenarios: given events, when a verb, then events, nothing, or a refusal."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import pytest

from tokens.domain.aggregate import Aggregate, Versioned
from tokens.domain.errors import DomainError
from tokens.domain.messages import Event

A = TypeVar("A", bound=Aggregate)


class Scenario(Generic[A]):
    """One chain; `then…` ends it."""

    def __init__(self, aggregate: A, history: Sequence[Event]) -> None:
        self.aggregate = aggregate
        aggregate.replay(Versioned(version, event) for version, event in enumerate(history))
        self._verb: Callable[[A], object] = lambda _: None

    def when(self, verb: Callable[[A], object]) -> "Scenario[A]":
        self._verb = verb
        return self

    def then(self, *events: Event) -> None:
        """Exactly these were recorded, each one version up."""
        before = self.aggregate.version
        self._verb(self.aggregate)
        expected = [Versioned(before + n, event) for n, event in enumerate(events, 1)]
        assert self.aggregate.pending == expected

    def then_nothing(self) -> None:
        self.then()

    def then_refused(self, refusal: type[DomainError]) -> None:
        with pytest.raises(refusal):
            self._verb(self.aggregate)
        assert self.aggregate.pending == []


def given(aggregate: A, *history: Event) -> Scenario[A]:
    return Scenario(aggregate, history)
