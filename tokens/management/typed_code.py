"""Reading a code from whoever runs a command."""

import sys
from getpass import getpass


def typed_code() -> str:
    """Ask at a terminal without showing what is typed, or read a line of standard input.

    Never an argument: shells keep these, and every process can see them.
    """
    return getpass("Code: ") if sys.stdin.isatty() else sys.stdin.readline()
