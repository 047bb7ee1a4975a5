"""The whole system, started once for all scenarios: `context.system` is its address book.

Scenarios share it and never clear it, so each works with things of its own making.
"""

from behave.runner import Context

from contoso.tests.running_system import RunningSystem


def before_all(context: Context) -> None:
    """Start it in a temporary directory, on free ports."""
    context.system = RunningSystem.throwaway().start()


def after_all(context: Context) -> None:
    """Stop it; nothing of it stays."""
    context.system.stop()
    context.system.remove()
