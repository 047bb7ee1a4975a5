"""`python -m contoso.gate`: run the sections, show how each ended, close with the sum."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

from contoso.gate.outcome import Outcome
from contoso.gate.report import Report
from contoso.gate.sections import Section, sections

# The tests wait as often as they work, but not so long that a third would gain anything.
_AT_ONCE = 2


def main() -> int:
    """Run them all, whatever fails: one run shows everything there is to mend."""
    lines, total = {}, Outcome()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        under_way = {pool.submit(_run, section): name for name, section in sections().items()}
        try:
            for ended in as_completed(under_way):
                name, (outcome, text, seconds) = under_way[ended], ended.result()
                print(f"== {name}\n{text}", flush=True)
                lines[name] = f"{name:<14}{outcome}  ({seconds:.0f} s)"
                total += outcome
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise
    print("\n".join(["", *(lines[name] for name in sections()), ""]))
    print(total, flush=True)
    return total.exit_code


def _run(section: Section) -> tuple[Outcome, str, float]:
    report, began = Report(), time.monotonic()
    outcome = section(report)
    return outcome, report.text, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
