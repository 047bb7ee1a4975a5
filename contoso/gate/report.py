"""Runs the programs of a section and keeps what they say until it can be shown whole."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "artifacts"
_BIN = Path(sys.executable).parent


class Report:
    """What one section has said so far."""

    def __init__(self) -> None:
        self.text = ""

    def run(self, program: str, *arguments: str) -> int:
        """Run a program of the environment to its end; return its exit code."""
        ARTIFACTS.mkdir(exist_ok=True)
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "contoso.settings.test"}
        # A hundred processes start, each of which would compile the project anew.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        # A file, since a pipe would not end before every process that a test has left behind.
        with tempfile.TemporaryFile() as said:
            code = subprocess.call(
                [_BIN / program, *arguments],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
            said.seek(0)
            self.text += said.read().decode(errors="replace")
        return code
