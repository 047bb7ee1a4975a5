"""Progress of a process: a bar on a terminal, plain lines elsewhere."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from time import monotonic, sleep

from django.core.management.base import OutputWrapper
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

INTERVAL_SECONDS = 0.1
LINE_EVERY_SECONDS = 2.0


def watch(
    out: OutputWrapper, what: str, total: int, look: Callable[[], tuple[int, bool]]
) -> None:
    """Show how far something is until `look()`, which returns (done so far, over), ends it."""
    bar = Progress(TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    shown: AbstractContextManager[object] = bar if out.isatty() else nullcontext()
    task = bar.add_task(what, total=total)
    told = monotonic()
    with shown:
        done, over = look()
        while not over:
            if not out.isatty() and monotonic() - told > LINE_EVERY_SECONDS:
                out.write(f"{what}: {done:,} of {total:,}")
                told = monotonic()
            bar.update(task, completed=done)
            sleep(INTERVAL_SECONDS)
            done, over = look()
        bar.update(task, completed=done)
