"""The whole system as a process of its own, for tests that talk to it from outside."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Self

_ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60


class RunningSystem:
    """`python -m contoso.startup` on a free port, with a home of its own."""

    def __init__(self, home: Path, port: int | None = None) -> None:
        self.home = home
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[str] | None = None

    @classmethod
    def throwaway(cls) -> Self:
        """One with a temporary home."""
        return cls(Path(tempfile.mkdtemp(prefix="contoso-system-")))

    def launch(self, **variables: str) -> "subprocess.Popen[str]":
        """Start it and do not wait. The test run's own servers are not for it."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
        }
        own = {"CONTOSO_HOME": str(self.home), "PORT": str(self.port)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "contoso.startup"],
            cwd=_ROOT,
            env={**inherited, **own, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        return self.process

    def start(self, **variables: str) -> Self:
        """Start it and wait until it is ready."""
        process = self.launch(**variables)
        deadline = time.monotonic() + _START_SECONDS
        while self.get("/health/ready")[0] != 200:
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                message = f"The system did not start: {process.communicate()}"
                raise RuntimeError(message)
            time.sleep(0.05)
        return self

    def stop(self) -> tuple[int, str, str]:
        """Ask it to stop. Returns exit code, output, error output."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        output, errors = self.process.communicate(timeout=60)
        return self.process.returncode, output, errors

    def remove(self) -> None:
        """Delete its data."""
        shutil.rmtree(self.home, ignore_errors=True)

    def get(self, path: str) -> tuple[int, str]:
        """Status and body; status 0 where nobody answers."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def log(self, part: str) -> str:
        """What one of its processes has logged."""
        return (self.home / "log" / f"{part}.log").read_text(errors="replace")

    @property
    def demo(self) -> dict[str, Any]:
        """The credentials of its demo accounts."""
        credentials: dict[str, Any] = json.loads((self.home / "demo.json").read_text())
        return credentials


def free_port() -> int:
    """A loopback port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
