"""What the pages of processes are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fact:
    """A line of what is known; `link` leads to more."""

    label: str
    value: object
    link: str = ""


@dataclass(frozen=True)
class Bar:
    """How much of a whole is reached."""

    label: str
    part: int
    whole: int

    @property
    def percent(self) -> str:
        """0 to 100, rounded down to tenths so that only a whole looks like one."""
        return f"{self.part * 1000 // self.whole / 10:g}" if self.whole else "0"


@dataclass(frozen=True)
class Table:
    """Rows beneath the facts; `more` leads to all of them."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[object]]
    more: str = ""
    next: str = ""
    numeric: frozenset[str] = field(default_factory=frozenset)


def in_numbers(counted: int, what: str) -> str:
    """Return such as '1,000 tokens reserved', with the singular where it is one."""
    return f"{counted:,} {'token' if counted == 1 else 'tokens'} {what}"
