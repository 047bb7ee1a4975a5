"""What happened to the package of a print job: who downloaded it, and what was printed."""

import msgspec
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from projections.admin.parts import Table
from projections.models import PackageDownload, PrintJob
from tokens.admin.links import link
from tokens.application.registry import EVENTS
from tokens.domain.ids import MintRequestId, PrintJobId
from tokens.domain.printing.events import PrintJobSpooled, TokensPrinted
from tokens.domain.printing.print_job import print_job_stream
from tokens.domain.printing.spans import Span
from tokens.domain.token.identifier import TokenId
from tokens.models import Event

SHOWN = 20
SHOWN_RANGES = 3
_PRINTED = [name for name, kind in EVENTS.items() if kind is TokensPrinted]
_SPOOLED = [name for name, kind in EVENTS.items() if kind is PrintJobSpooled]


def downloads_of(row: PrintJob) -> Table:
    """Return the latest downloads."""
    found = PackageDownload.objects.filter(print_job_id=row.pk).order_by("-position")
    return Table(
        _latest("Downloads", row.downloads),
        ("When (UTC)", "By", "First byte", "Up to byte"),
        [(d.downloaded_on, d.client_id, f"{d.start:,}", f"{d.stop:,}") for d in found[:SHOWN]],
        more=f"{reverse('admin:projections_packagedownload_changelist')}?q={row.pk}",
        numeric=frozenset({"First byte", "Up to byte"}),
    )


def printed_of(row: PrintJob) -> Table:
    """Return the latest reports of printed tokens, as the stream has them."""
    told = _events(row, _PRINTED).order_by("-version")[:SHOWN]
    return Table(
        "What was reported as printed, the latest first",
        ("When (UTC)", "By", "Tokens", "Ranges"),
        [_report(event) for event in told],
        numeric=frozenset({"Tokens"}),
    )


def unprinted(row: PrintJob) -> int:
    """Return how many tokens of the package were not reported as printed."""
    spooled = _events(row, _SPOOLED).first()
    left_out = msgspec.convert(spooled.data, PrintJobSpooled).left_out if spooled else ()
    return row.quantity - sum(span.size for span in left_out) - row.printed


def _events(row: PrintJob, types: list[str]) -> QuerySet[Event]:
    stream = print_job_stream(PrintJobId(row.pk))
    return Event.objects.filter(stream=stream, type__in=types)


def _latest(what: str, many: int) -> str:
    return f"{what} (the latest {SHOWN} of {many:,})" if many > SHOWN else f"{what} ({many:,})"


def _report(event: Event) -> tuple[object, ...]:
    spans = msgspec.convert(event.data, TokensPrinted).spans
    told = format_html_join("; ", "{} to {}", map(_ends, spans[:SHOWN_RANGES]))
    if len(spans) > SHOWN_RANGES:
        told = format_html("{}; {} more ranges", told, f"{len(spans) - SHOWN_RANGES:,}")
    printed = sum(span.size for span in spans)
    return event.recorded_on, event.actor, f"{printed:,}", told


def _ends(span: Span) -> tuple[SafeString, SafeString]:
    return _token(span.mint_request_id, span.start), _token(span.mint_request_id, span.stop - 1)


def _token(mint_request_id: MintRequestId, number: int) -> SafeString:
    token_id = TokenId(mint_request_id, number)
    return link(reverse("admin:projections_token_change", args=[token_id]), f"{number:,}")
