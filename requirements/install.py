"""Makes .venv and installs a lock file into it, when there is something to change.

Written so that any Python 3 can read it: an old one must be told so, not crash.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

OLDEST = (3, 11)
HERE = pathlib.Path(__file__).resolve().parent
VENV = HERE.parent / ".venv"


def main(lock):
    """Bring .venv to what requirements/<lock>.lock says."""
    if sys.version_info < OLDEST:
        newer()
    path = HERE / (lock + ".lock")
    stamp = VENV / ("installed-" + lock)
    wanted = hashlib.sha256(path.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if not (VENV / "bin" / "python").exists():
        print("Making .venv", flush=True)
        run([sys.executable, "-m", "venv", str(VENV)], "Python cannot make a virtual environment")
    print("Installing requirements/" + path.name, flush=True)
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install"]
    run(pip + ["--quiet", "--require-hashes", "-r", str(path)], "Installing failed")
    stamp.write_text(wanted)


def newer():
    """Go on with a newer Python from PATH, or say that there is none."""
    for minor in range(20, OLDEST[1] - 1, -1):
        found = shutil.which("python3." + str(minor))
        if found:
            os.execv(found, [found] + sys.argv)
    version = ".".join(str(part) for part in sys.version_info[:3])
    stop("Python 3.11 or newer is needed; this is " + version + ". Set PYTHON=/path/to/python3.11")


def run(command, complaint):
    """Run a command whose own output says what is wrong."""
    if subprocess.call(command) != 0:
        stop(complaint + " (see above). On Debian and Ubuntu: apt install python3-venv")


def stop(message):
    """End with one line."""
    sys.stderr.write("Contoso Tokens cannot run: " + message + "\n")
    raise SystemExit(1)


main(sys.argv[1])
