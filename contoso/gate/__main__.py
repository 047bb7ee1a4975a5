"""`python -m contoso.gate`: run the sections, print how each ended, close with the sum."""

import sys
import time

from contoso.gate.outcome import Outcome
from contoso.gate.sections import sections


def main() -> int:
    """Run them all, whatever fails: one run shows everything there is to mend."""
    lines, total = [], Outcome()
    for name, section in sections().items():
        print(f"== {name}", flush=True)
        began = time.monotonic()
        outcome = section()
        lines.append(f"{name:<14}{outcome}  ({time.monotonic() - began:.0f} s)")
        total += outcome
    print("\n".join(["", *lines, ""]))
    print(total, flush=True)
    return total.exit_code


if __name__ == "__main__":
    sys.exit(main())
