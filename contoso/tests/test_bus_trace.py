"""The trace of messages: what a running system writes down, what a failed scenario shows."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contoso.tests.bus_trace import BusTrace

ROOT = Path(__file__).resolve().parents[2]
LINE = "2026-01-01T00:00:0{}.000Z {} Mint mint-request-1 id={} cause=None correlation={}\n"
FAILING = """
Feature: Failing
  Scenario: An order that is expected too soon
    Given a catalog item
    When Northwind orders 10 tokens
    Then the order waits, 10 tokens short
    And that is refused: 409 ForNoReason
"""


class TestReport:
    @pytest.fixture
    def trace(self, tmp_path):
        return BusTrace(tmp_path / "bus.trace")

    def test_has_the_lines_of_one_correlation_in_order_of_time(self, trace):
        lines = [
            LINE.format(2, "sent", "b", "mine/2"),
            LINE.format(1, "handled", "z", "mine/1"),
            LINE.format(1, "recorded", "a", "mine/1"),
            LINE.format(1, "handled", "c", "mine2/1"),
            LINE.format(3, "handled", "d", "mine"),
        ]
        trace.path.write_text("".join(lines))
        ours = [lines[1], lines[2], lines[0], lines[4]]
        assert trace.lines("mine") == [line.rstrip("\n") for line in ours]

    def test_tells_that_there_was_nothing(self, trace):
        assert trace.report("mine") == "The 0 messages of mine:"


@pytest.mark.slow
def test_a_scenario_that_fails_shows_the_messages_that_it_caused(tmp_path):
    for name in ("environment.py", "steps"):
        (tmp_path / name).symlink_to(ROOT / "features" / name)
    (tmp_path / "failing.feature").write_text(FAILING)
    run = subprocess.run(
        [sys.executable, "-m", "behave", "--no-color", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    shown = [line.split() for line in run.stdout.splitlines() if "correlation=" in line]
    # One request: the web handled it, a worker what it sent.
    assert [words[1:3] for words in shown] == [
        ["handled", "PlaceOrder"],
        ["recorded", "OrderPlaced"],
        ["sent", "FulfillOrder"],
        ["sent", "TimeOutOrder"],
        ["handled", "FulfillOrder"],
        ["recorded", "OrderFellShort"],
    ]
    sent, handled = shown[2], shown[4]
    assert sent[4] == handled[4], "a message keeps its id"
    assert handled[5] == f"cause={shown[0][4].removeprefix('id=')}"
    assert len({words[6] for words in shown}) == 1
    assert [words[0] for words in shown] == sorted(words[0] for words in shown)
