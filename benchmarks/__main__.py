"""`python -m benchmarks [name…]`: measure everything, or the benchmarks named."""

import sys
from importlib import import_module

from benchmarks.measurement import HEADING, Measurement
from benchmarks.system import started

# What counts all tokens comes first, on a system that holds none but its own.
BENCHMARKS = (
    "token_collection",
    "minting",
    "ordering",
    "redeeming",
    "batching",
    "lag",
    "projection",
    "commands",
    "codes",
    "packages",
    "parsing",
    "odata",
)


def main(names: list[str]) -> int:
    """Print each line as it is measured, and a table at the end."""
    if unknown := set(names) - set(BENCHMARKS):
        print(f"There is no {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}.")
        return 1
    measured: list[Measurement] = []
    with started() as system:
        for name in names or BENCHMARKS:
            # They use Django's models, which are there only now.
            for line in import_module(f"benchmarks.{name}").run(system):
                print(line, flush=True)
                measured.append(line)
    print("", HEADING, *measured, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
