"""The system's own processes as commands: web, workers, beat."""

import os

from contoso.startup.child import Command, python

# A request that takes longer occupies a thread that others wait for.
_WEB = {"STATEMENT_TIMEOUT": os.environ.get("STATEMENT_TIMEOUT") or "10"}
# A process that runs one task at a time needs one connection, and so no pool of them; and
# what it does takes as long as it takes.
_WORKER = {"DATABASE_POOL_SIZE": "0", "STATEMENT_TIMEOUT": "0"}


def commands(port: int) -> list[Command]:
    """Everything that runs beside the servers."""
    return [
        web(port),
        worker("messages", processes=2),
        worker("projections", processes=1),
        worker("packages", processes=2),
        worker("upkeep", processes=1),
        beat(),
    ]


def web(port: int) -> Command:
    """The web server; docs/decisions/0001 says why this one, and so many threads."""
    return Command(
        name="web",
        arguments=python(
            *("-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"),
            *("--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "2", "--blocking-threads", "8", "--backlog", "512"),
            *("--workers-kill-timeout", "3", "--respawn-failed-workers"),
            *("--log-level", "warning"),
            "contoso.wsgi:application",
        ),
        environment=_WEB,
    )


def worker(queue: str, *, processes: int) -> Command:
    """A Celery worker for one queue."""
    return Command(
        name=f"worker-{queue}",
        arguments=python(
            *("-m", "celery", "--app", "contoso.celery", "--quiet", "worker"),
            *("--queues", queue, "--hostname", f"{queue}@%h"),
            *("--concurrency", str(processes)),
            # Workers tell each other nothing: PostgreSQL decides who does what.
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
            *("--loglevel", "INFO"),
        ),
        environment=_WORKER,
    )


def beat() -> Command:
    """Celery's clock. Its ticks are so short that it has nothing to remember on disk."""
    return Command(
        name="beat",
        arguments=python(
            *("-m", "celery", "--app", "contoso.celery", "--quiet", "beat"),
            *("--scheduler", "celery.beat:Scheduler", "--pidfile=", "--loglevel", "INFO"),
        ),
        environment=_WORKER,
    )
