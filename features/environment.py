"""The whole system, started once for all scenarios: `context.system` is its address book.

Scenarios share it and never clear it, so each works with things of its own making. One that
fails prints the messages that it caused to travel through the bus.
"""

from behave.model import Scenario
from behave.model_type import Status
from behave.runner import Context

from contoso.tests.bus_trace import BusTrace
from contoso.tests.running_system import RunningSystem
from features import wording
from features.scene import Scene
from tokens.tests.partners import has_openssl

IMPATIENT_SECONDS = 2

wording.register()


def before_all(context: Context) -> None:
    """Start it in a temporary directory, on free ports."""
    context.systems = {}
    context.system = _system(context, "patient")


def before_scenario(context: Context, scenario: Scenario) -> None:
    """Give the scenario its part of a system; @impatient: of one where what waits
    for stock times out soon.

    @openssl: only where there is one that opens packages.
    """
    if "openssl" in scenario.effective_tags and not has_openssl():
        scenario.skip("needs openssl 3")
        return
    if "impatient" in scenario.effective_tags:
        timeouts = dict.fromkeys(("ORDER_TIMEOUT", "PRINT_JOB_TIMEOUT"), str(IMPATIENT_SECONDS))
        context.system = _system(context, "impatient", **timeouts)
    context.scene = Scene(context.system, scenario.name)


def after_scenario(context: Context, scenario: Scenario) -> None:
    """Show the messages of a scenario that failed."""
    if scenario.status in {Status.failed, Status.error}:
        print(BusTrace.of(context.system).report(context.scene.correlation))  # noqa: T201


def after_all(context: Context) -> None:
    """Stop what was started; nothing of it stays."""
    for system in context.systems.values():
        system.stop()
        system.remove()


def _system(context: Context, name: str, **variables: str) -> RunningSystem:
    if name not in context.systems:
        system = RunningSystem.throwaway()
        context.systems[name] = system
        trace = str(BusTrace.of(system).path)
        system.start(CONTOSO_BUS_TRACE=trace, **variables)
    return context.systems[name]
