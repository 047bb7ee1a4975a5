"""`python -m contoso.gate`: run the sections, show how each ended, close with the sum."""

import sys
import time

from contoso.gate.outcome import Outcome
from contoso.gate.report import Report
from contoso.gate.sections import Section, sections


def main() -> int:
    """Run them all, whatever fails: one run shows everything there is to mend."""
    lines, total = [], Outcome()
    for name, section in sections().items():
        outcome, text, seconds = _run(section)
        print(f"== {name}\n{text}", flush=True)
        lines.append(f"{name:<14}{outcome}  ({seconds:.0f} s)")
        total += outcome
    print("\n".join(["", *lines, ""]))
    print(total, flush=True)
    return total.exit_code


def _run(section: Section) -> tuple[Outcome, str, float]:
    report, began = Report(), time.monotonic()
    outcome = section(report)
    return outcome, report.text, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
