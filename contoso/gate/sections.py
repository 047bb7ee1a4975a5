"""The sections of `make test`."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

from contoso.gate.outcome import Outcome
from contoso.gate.programs import ARTIFACTS, ROOT, run

Section = Callable[[], Outcome]
_SLOWEST = 15
_CLIENTS = "api/tests/clients"
_CONSOLE = "contoso/console/tests/browser"


def sections() -> dict[str, Section]:
    """Everything that must hold, by name: the quickest first."""
    return {
        "lint": lambda: check("ruff", "check", "."),
        "format": lambda: check("ruff", "format", "--check", "."),
        "types": lambda: check("mypy"),
        "import rules": lambda: check("lint-imports", "--no-logo"),
        "migrations": migrations,
        "tests": tests,
        "clients": clients,
        "console": console,
        "behaviour": behaviour,
    }


def check(program: str, *arguments: str) -> Outcome:
    """A program that says yes or no counts as one."""
    return Outcome(passed=1) if run(program, *arguments) == 0 else Outcome(failed=1)


def migrations() -> Outcome:
    """Whether the models and their migrations say the same; needs no database."""
    manage = ("python", "-W", "ignore", "manage.py")
    return check(*manage, "makemigrations", "--check", "--dry-run")


def tests() -> Outcome:
    """pytest, counted from its report: one a test."""
    return _pytest("pytest.xml", f"--ignore={_CLIENTS}", f"--ignore={_CONSOLE}")


def clients() -> Outcome:
    """OData clients that others wrote, against the running system; needs npm's packages."""
    return _pytest("clients.xml", _CLIENTS)


def console() -> Outcome:
    """The admin in a browser, where one is to be had; screenshots go to artifacts/console."""
    return _pytest("console.xml", _CONSOLE)


def behaviour() -> Outcome:
    """behave, counted from its report: one a scenario. Without features, nothing."""
    if not any(ROOT.glob("features/**/*.feature")):
        return Outcome()
    file = ARTIFACTS / "behave.json"
    file.unlink(missing_ok=True)
    kept = ("--format", "json", "--outfile", str(file))
    exit_code = run("behave", *kept, "--format", "progress3")
    return _behave_outcome(file).and_process(exit_code)


def _pytest(name: str, *arguments: str) -> Outcome:
    file = ARTIFACTS / name
    file.unlink(missing_ok=True)
    told = ("--quiet", f"--junitxml={file}", f"--durations={_SLOWEST}")
    exit_code = run("pytest", *told, *arguments)
    return _pytest_outcome(file).and_process(exit_code)


def _pytest_outcome(file: Path) -> Outcome:
    if not file.exists():
        return Outcome(failed=1)
    cases = ET.parse(file).getroot().iter("testcase")  # noqa: S314 - our own file
    marks = [{child.tag for child in case} for case in cases]
    failed = sum(1 for mark in marks if mark & {"failure", "error"})
    skipped = sum(1 for mark in marks if "skipped" in mark)
    return Outcome(len(marks) - failed - skipped, failed)


def _behave_outcome(file: Path) -> Outcome:
    if not file.exists() or not file.read_text().strip():
        return Outcome(failed=1)
    states = [
        element.get("status")
        for feature in json.loads(file.read_text())
        for element in feature.get("elements", ())
        if element["type"] == "scenario"
    ]
    passed = states.count("passed")
    return Outcome(passed, len(states) - passed - states.count("skipped"))
