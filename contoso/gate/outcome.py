"""How a section ended, and how the closing line counts it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What passed and what failed in one section, or in several added up."""

    passed: int = 0
    failed: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.passed + other.passed, self.failed + other.failed)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed"

    @property
    def exit_code(self) -> int:
        """Zero when something ran and nothing failed."""
        return 0 if self.passed and not self.failed else 1

    def and_process(self, exit_code: int) -> "Outcome":
        """Count a runner that broke without reporting a failure as one failure."""
        broken = exit_code != 0 and self.failed == 0
        return Outcome(self.passed, 1) if broken else self
