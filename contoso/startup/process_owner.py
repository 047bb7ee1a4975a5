"""How a child process is tied to its parent, and run as another user where it must be."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from contoso.startup.problem import StartupProblem

_LIBC = ctypes.CDLL(None, use_errno=True)
# From linux/prctl.h, linux/securebits.h and linux/capability.h.
_PR_SET_PDEATHSIG, _PR_SET_SECUREBITS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 1, 28, 47, 2
_SECBIT_NO_SETUID_FIXUP = 1 << 2
_CAPABILITY_VERSION_3, _CAP_DAC_OVERRIDE = 0x20080522, 1
_IS_LINUX = sys.platform == "linux"


def die_with_parent(number: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn`: the kernel sends the child this signal when its parent is gone.

    This is what keeps no process behind when the supervisor is killed outright. Systems
    other than Linux have no such thing; there the next start clears up.
    """

    def tie() -> None:
        if _IS_LINUX:
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)

    return tie


def become(uid: int, gid: int, *, reach: bool) -> Callable[[], None]:
    """A `preexec_fn`: give root up for good, since PostgreSQL refuses to run as root.

    With `reach` the child keeps one capability, CAP_DAC_OVERRIDE, by which it gets through
    directories that only root may enter (a checkout under /root, a `mktemp -d`). The other
    way would be to open those directories to everybody.
    """

    def change() -> None:
        if reach:
            # Else the change of user drops the capability, and access(2), by which initdb
            # looks for its neighbours, does not count it.
            _LIBC.prctl(_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
        if reach:
            _keep_reach()

    return change


def needs_reach(uid: int, paths: list[Path]) -> bool:
    """Whether some directory on the way to these paths is closed to that user.

    Raises: StartupProblem where it is and the system has no way to help.
    """
    closed = [step for path in paths for step in path.parents if not _may_enter(uid, step)]
    if closed and not _IS_LINUX:
        message = f"PostgreSQL cannot run as root and its user cannot enter {closed[0]}"
        raise StartupProblem(message)
    return bool(closed)


def _may_enter(uid: int, directory: Path) -> bool:
    state = directory.stat()
    return bool(state.st_mode & (0o100 if state.st_uid == uid else 0o001))


def _keep_reach() -> None:
    class Header(ctypes.Structure):
        _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]

    class Data(ctypes.Structure):
        _fields_ = [
            ("effective", ctypes.c_uint32),
            ("permitted", ctypes.c_uint32),
            ("inheritable", ctypes.c_uint32),
        ]

    mask = 1 << _CAP_DAC_OVERRIDE
    data = (Data * 2)(Data(mask, mask, mask), Data(0, 0, 0))
    header = Header(_CAPABILITY_VERSION_3, 0)
    _LIBC.capset(ctypes.byref(header), data)
    _LIBC.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)
