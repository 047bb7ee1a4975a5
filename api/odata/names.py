"""Case-insensitive lookup of declared names, with a suggestion for what was mistyped."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Generic, Protocol, TypeVar

_LONGEST_SHOWN = 60


class Named(Protocol):
    """Anything that is declared under a name."""

    @property
    def name(self) -> str:
        """The name in its declared case."""


T = TypeVar("T", bound=Named)


class Names(Generic[T]):
    """Declared things in order, found by name in any case (OData 4.01 Part 1, 13.2.3 item 10).

    Raises ValueError where two names differ only by case, which clients could not tell apart.
    """

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._items = tuple(items)
        self._exact = {item.name: item for item in self._items}
        self._folded = {item.name.lower(): item for item in self._items}
        if len(self._folded) != len(self._items):
            names = ", ".join(item.name for item in self._items)
            message = f"names must differ by more than case: {names}"
            raise ValueError(message)

    def __iter__(self) -> Iterator[T]:
        """In the order declared."""
        return iter(self._items)

    def __len__(self) -> int:
        """How many are declared."""
        return len(self._items)

    def find(self, name: str) -> T | None:
        """What is declared under the name, in any case, or None."""
        return self._exact.get(name) or self._folded.get(name.lower())

    def hint(self, name: str) -> str:
        """The end of a refusal: `; did you mean 'x'?`, or nothing when no name is near."""
        return hint(name, (item.name for item in self._items))


def hint(name: str, known: Iterable[str]) -> str:
    """The end of a refusal: `; did you mean 'x'?`, or nothing when no name is near."""
    if len(name) > _LONGEST_SHOWN:
        return ""
    by_folded = {each.lower(): each for each in known}
    near = get_close_matches(name.lower(), by_folded, n=1)
    return f"; did you mean '{by_folded[near[0]]}'?" if near else ""


def shown(text: str) -> str:
    """The text quoted for a message, cut where it is long."""
    return repr(text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…")
