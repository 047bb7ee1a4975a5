"""The jobs of a mint request by the runs that they are struck in, as its stream tells."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from projections.admin.parts import Fact, Table
from projections.models import MintRequest
from tokens.application.registry import EVENTS
from tokens.domain.ids import MintRequestId
from tokens.domain.minting.events import MintJobFinished, MintJobStopped, MintRequested
from tokens.domain.minting.mint_request import MOST_RUNS, mint_request_stream
from tokens.models import Event

SHOWN_RUNS = 5
_TOLD = {MintRequested: "", MintJobFinished: "minted", MintJobStopped: "stopped"}
_STATES = {name: _TOLD[kind] for name, kind in EVENTS.items() if kind in _TOLD}


@dataclass(frozen=True)
class Run:
    """Jobs that are struck together; `state` is 'waiting', 'minted' or 'stopped'."""

    number: int
    jobs: int
    tokens: int
    state: str = "waiting"
    over_on: datetime | None = None


class MintJobs:
    """The runs of a mint request, at most `MOST_RUNS`, and what is known from them."""

    def __init__(self, row: MintRequest) -> None:
        self._row = row
        stream = mint_request_stream(MintRequestId(row.pk))
        told = Event.objects.filter(stream=stream, type__in=_STATES).order_by("version")
        begun, *over = told.values_list("type", "recorded_on", "data")
        self.epoch: int = begun[2]["epoch"]
        size: int = begun[2]["job_size"]
        self.jobs = -(-row.quantity // size)
        self.over = len(over)
        self._begun_on = begun[1]
        self._over = {data["job"]: (_STATES[kind], when) for kind, when, data in over}
        step = -(-self.jobs // MOST_RUNS)
        self.runs = [self._run(first, step, size) for first in range(0, self.jobs, step)]

    def _run(self, first: int, step: int, size: int) -> Run:
        stop = min(first + step, self.jobs)
        tokens = min(stop * size, self._row.quantity) - first * size
        # A run's jobs are over together: the last one tells of all.
        state, when = self._over.get(stop - 1, ("waiting", None))
        return Run(first // step + 1, stop - first, tokens, state, when)

    @property
    def rate(self) -> str:
        """How many tokens were minted a second, from the request to the last run."""
        over_on = [run.over_on for run in self.runs if run.state == "minted" and run.over_on]
        seconds = (max(over_on) - self._begun_on).total_seconds() if over_on else 0
        return f"{self._row.minted / seconds:,.0f}" if seconds else "none"

    def facts(self) -> list[Fact]:
        """What is known from the jobs."""
        return [
            Fact("Jobs", f"{self.over:,} of {self.jobs:,} over, in {len(self.runs):,} runs"),
            Fact("Tokens a second", self.rate),
            Fact("Epoch of the codes", self.epoch),
        ]

    def table(self, request: HttpRequest) -> Table:
        """Show the runs that were over last, or all where the address asks for them."""
        latest = sorted(self.runs, key=_when, reverse=True)
        is_folded = request.GET.get("runs") != "all" and len(latest) > SHOWN_RUNS
        shown = latest[:SHOWN_RUNS] if is_folded else latest
        return Table(
            f"Runs (the latest {SHOWN_RUNS} of {len(latest)})" if is_folded else "Runs",
            ("Run", "Jobs", "Tokens", "State", "When"),
            [
                (
                    *(f"{n:,}" for n in (run.number, run.jobs, run.tokens)),
                    run.state,
                    run.over_on,
                )
                for run in shown
            ],
            more="?runs=all" if is_folded else "",
            numeric=frozenset({"Run", "Jobs", "Tokens"}),
        )


def _when(run: Run) -> tuple[float, int]:
    return (run.over_on.timestamp() if run.over_on else 0, -run.number)
