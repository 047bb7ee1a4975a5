"""Runs the programs of a section; what they say is seen as they say it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "artifacts"
_BIN = Path(sys.executable).parent


def run(program: str, *arguments: str) -> int:
    """Run a program of the environment to its end; return its exit code."""
    ARTIFACTS.mkdir(exist_ok=True)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "contoso.settings.test"}
    # A hundred processes start, each of which would compile the project anew.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [str(_BIN / program), *arguments]
    return subprocess.call(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
