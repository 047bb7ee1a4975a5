"""What keeps the system from starting, said in one line to whoever started it."""


class StartupProblem(Exception):  # noqa: N818 - a sentence for a person, not a fault of ours
    """Ends the start with its message and exit code 1, never with a traceback."""
