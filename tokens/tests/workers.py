"""Workers within the test's own process: what is under way is done when they return."""


def work_off(system) -> int:
    """Deliver all messages of something with a bus and a spooler, and make all packages."""
    done = 0
    while count := system.bus.deliver() or system.spooler.spool():
        done += count
    return done
