"""One line of a benchmark: what was measured, beside the floor of the same run."""

from typing import NamedTuple


class Measurement(NamedTuple):
    """A value, the floor that it is held against, and what is aimed at.

    `ratio` is the value divided by the floor; `met` is None where nothing is aimed at.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    aim: str = ""
    met: bool | None = None

    @property
    def ratio(self) -> float | None:
        """How the value compares to the floor; None where there is none."""
        return self.value / self.floor if self.floor else None

    def __str__(self) -> str:
        """Name, value, unit, floor, ratio, aim."""
        floor = "" if self.floor is None else _told(self.floor)
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        aim = f"({self.aim}{'' if self.met is None else ': met' if self.met else ': MISSED'})"
        columns = f"{self.name:48} {_told(self.value):>12} {self.unit:9} {floor:>12} {ratio:>6}"
        return f"{columns}  {aim if self.aim else ''}".rstrip()


_WHOLE = 1_000
HEADING = f"{'name':48} {'value':>12} {'unit':9} {'floor':>12} {'ratio':>6}  (aim)"


def _told(number: float) -> str:
    return f"{number:,.0f}" if number >= _WHOLE else f"{number:,.3g}"
