"""The sections of `make test`, in the order in which they run: the quickest first."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

from contoso.gate.outcome import Outcome

ROOT = Path(__file__).resolve().parents[2]
_BIN = Path(sys.executable).parent
_ARTIFACTS = ROOT / "artifacts"
_CLIENTS = "api/tests/clients"
_CONSOLE = "contoso/console/tests/browser"


def sections() -> dict[str, Callable[[], Outcome]]:
    """Everything that must hold, by name."""
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
    return Outcome(passed=1) if _run(program, *arguments) == 0 else Outcome(failed=1)


def migrations() -> Outcome:
    """Whether the models and their migrations say the same; needs no database."""
    return check(
        "python", "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"
    )


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
    report = _ARTIFACTS / "behave.json"
    report.unlink(missing_ok=True)
    exit_code = _run(
        "behave", "--format", "json", "--outfile", str(report), "--format", "progress3"
    )
    return _behave_outcome(report).and_process(exit_code)


def _pytest(name: str, *arguments: str) -> Outcome:
    report = _ARTIFACTS / name
    report.unlink(missing_ok=True)
    exit_code = _run("pytest", "--quiet", f"--junitxml={report}", *arguments)
    return _pytest_outcome(report).and_process(exit_code)


def _pytest_outcome(report: Path) -> Outcome:
    if not report.exists():
        return Outcome(failed=1)
    cases = ET.parse(report).getroot().iter("testcase")  # noqa: S314 - our own file
    marks = [{child.tag for child in case} for case in cases]
    failed = sum(1 for mark in marks if mark & {"failure", "error"})
    skipped = sum(1 for mark in marks if "skipped" in mark)
    return Outcome(len(marks) - failed - skipped, failed)


def _behave_outcome(report: Path) -> Outcome:
    if not report.exists() or not report.read_text().strip():
        return Outcome(failed=1)
    states = [
        element.get("status")
        for feature in json.loads(report.read_text())
        for element in feature.get("elements", ())
        if element["type"] == "scenario"
    ]
    passed = states.count("passed")
    return Outcome(passed, len(states) - passed - states.count("skipped"))


def _run(program: str, *arguments: str) -> int:
    _ARTIFACTS.mkdir(exist_ok=True)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "contoso.settings.test"}
    return subprocess.call([_BIN / program, *arguments], cwd=ROOT, env=environment)
