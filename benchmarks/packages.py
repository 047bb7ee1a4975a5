"""Packages of print jobs: made alone, and over HTTP from asking to having it downloaded."""

import json
import subprocess
import sys
from collections.abc import Iterator
from time import perf_counter
from typing import Final

from benchmarks.measurement import Measurement
from benchmarks.packing import partner_certificate
from benchmarks.system import System

SMALL: Final = 100_000
LARGE: Final = 1_000_000
MOST_SECONDS: Final = 10
MOST_MEGABYTES: Final = 200


def run(system: System) -> Iterator[Measurement]:
    """Make a large one beside a small one, each in a process; then have one printed."""
    small, large = _packed(SMALL), _packed(LARGE)
    seconds, peak = large["seconds"], large["peak"]
    told = f"{MOST_SECONDS} s"
    yield Measurement(
        "package of 1e6: make", seconds, "s", large["floor"], told, seconds <= MOST_SECONDS
    )
    yield Measurement("of that: time of a processor", large["processor"], "s")
    yield Measurement(
        "memory for 1e6 beside 1e5",
        peak,
        "MB",
        small["peak"],
        f"{MOST_MEGABYTES} MB",
        peak <= MOST_MEGABYTES,
    )
    yield Measurement("length of a token in a package", large["length"] / LARGE, "bytes")
    yield from _printed(system)


def _packed(quantity: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.packing", str(quantity)]
    done = subprocess.run(command, check=True, capture_output=True)
    packed: dict[str, float] = json.loads(done.stdout)
    return packed


def _printed(system: System) -> Iterator[Measurement]:
    item = system.new_item()
    system.mint(item, LARGE)
    system.northwind.post("Certificates", {"pem": partner_certificate()})
    began = perf_counter()
    made = system.northwind.post("PrintJobs", {"catalogId": item, "quantity": LARGE})
    system.await_state(f"PrintJobs({made['id']})", "ReadyForDownload")
    ready = perf_counter()
    _, _, package = system.northwind.send("GET", f"PrintJobs({made['id']})/package")
    seconds = perf_counter() - ready
    waited = ready - began
    yield Measurement(
        "print 1e6 until ready",
        waited,
        "s",
        aim=f"{MOST_SECONDS} s",
        met=waited <= MOST_SECONDS,
    )
    yield Measurement("download it", len(package) / 1e6 / seconds, "MB/s")
