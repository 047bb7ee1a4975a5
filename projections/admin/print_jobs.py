"""Print jobs: queued, watched, confirmed, activated, canceled and voided; their downloads."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timeuntil

from projections.admin.beginning import AccountField, BeginForm, QuantityField
from projections.admin.deeds import Deed, only_in
from projections.admin.held_tokens import held_tokens
from projections.admin.parts import Bar, Fact, Table, in_numbers
from projections.admin.printing_told import downloads_of, printed_of, unprinted
from projections.admin.process import ProcessAdmin
from projections.models import PackageDownload, PrintJob
from projections.projectors.print_jobs import PRINT_JOBS
from projections.state_counts import count_states
from tokens.admin.choices import choice_filter
from tokens.admin.links import account_address
from tokens.admin.numbers import number_column
from tokens.admin.read_only import ReadOnlyAdmin
from tokens.domain.ids import AccountId, CatalogId, PrintJobId
from tokens.domain.messages import Command
from tokens.domain.printing.commands import (
    ActivatePrintJob,
    CancelPrintJob,
    ConfirmPrintJob,
    Print,
    PrintJobAction,
    VoidPrintJob,
)
from tokens.domain.printing.print_job import MAX_QUANTITY
from tokens.domain.printing.state import PrintJobState
from tokens.domain.token.state import TokenState

_with_tokens = only_in(
    [PrintJobState.READY_FOR_DOWNLOAD, PrintJobState.PRINTING, PrintJobState.PRINTED],
    "It is {state}: it has no tokens to act on.",
)


class PrintForm(BeginForm):
    """What to print, and for whom."""

    billing_account_id = AccountField(
        help_text="Its current certificate is what the package is encrypted to."
    )
    quantity = QuantityField(MAX_QUANTITY)


def _action(kind: type[PrintJobAction]) -> Callable[[PrintJob, str], PrintJobAction]:
    return lambda row, _: kind(PrintJobId(row.pk))


def _held(what: str, *states: TokenState) -> Callable[[PrintJob], list[str]]:
    def told(row: PrintJob) -> list[str]:
        counted = count_states(Q(order_id=row.pk))
        return [f"{in_numbers(sum(counted[state] for state in states), what)}."]

    return told


def _confirms(row: PrintJob) -> list[str]:
    left = in_numbers(unprinted(row), "not confirmed one by one")
    return [f"{left} count as printed.", "The package is deleted; nobody downloads it again."]


@admin.register(PrintJob)
class PrintJobAdmin(ProcessAdmin):
    """Print jobs, the latest first."""

    list_display = (
        *("id", "catalog_id", "billing_account_id", "progress", "state_label"),
        *("downloads", "created_on"),
    )
    list_filter = (choice_filter("state", PrintJobState),)
    search_fields = ("=id", "=catalog_id", "=billing_account_id", "=certificate_thumbprint")
    search_help_text = "The whole id of a print job, catalog item, account or certificate"
    ordering = ("-created_on",)
    permission = "send_orders"
    projection = PRINT_JOBS
    stream = "print-job"
    dialog = PrintForm
    verb = "Print"
    deeds: ClassVar[tuple[Deed, ...]] = (
        Deed(
            name="confirm",
            title="Confirm as printed",
            command=_action(ConfirmPrintJob),
            effects=_confirms,
            obstacle=only_in([PrintJobState.PRINTING], "It is {state}: nothing is printed."),
            done="All its tokens are printed.",
            is_final=True,
        ),
        Deed(
            name="activate",
            title="Activate",
            command=_action(ActivatePrintJob),
            effects=_held("will be redeemable", TokenState.RESERVED),
            obstacle=_with_tokens,
            done="Its tokens are activated.",
        ),
        Deed(
            name="cancel",
            title="Cancel",
            command=_action(CancelPrintJob),
            effects=_held("will return to stock", TokenState.RESERVED, TokenState.ACTIVATED),
            obstacle=only_in(
                [PrintJobState.QUEUED, PrintJobState.READY_FOR_DOWNLOAD],
                "It is {state}: only what nobody has downloaded is canceled.",
            ),
            done="It is canceled.",
            is_final=True,
        ),
        Deed(
            name="void",
            title="Void tokens",
            command=lambda row, reason: VoidPrintJob(PrintJobId(row.pk), reason=reason or None),
            effects=_held(
                "will be worthless for ever", TokenState.RESERVED, TokenState.ACTIVATED
            ),
            obstacle=_with_tokens,
            done="Its tokens are void.",
            takes_reason=True,
            is_final=True,
        ),
    )

    def is_under_way(self, row: PrintJob) -> bool:
        """Until it is printed or canceled."""
        return row.state not in {PrintJobState.PRINTED, PrintJobState.CANCELED}

    def begun(self, data: dict[str, Any]) -> tuple[Command, str]:
        """Queue the print job that the dialog asks for."""
        account = AccountId(data["billing_account_id"])
        item, quantity = CatalogId(data["catalog_id"]), data["quantity"]
        command = Print(PrintJobId(data["key"]), item, account, quantity)
        return command, f"{in_numbers(quantity, 'to be packed')}."

    def bar(self, row: PrintJob) -> Bar | None:
        """How much of it is there, and how much is printed."""
        if row.state == PrintJobState.CANCELED:
            return None
        if row.state == PrintJobState.QUEUED:
            return Bar("In stock", row.quantity - row.shortage, row.quantity)
        return Bar("Printed", row.printed, row.quantity)

    def facts(self, row: PrintJob) -> Iterable[Fact]:
        """What is known of it."""
        account = row.billing_account_id
        item = reverse("admin:tokens_catalogitem_change", args=[row.catalog_id])
        thumbprint = row.certificate_thumbprint
        certificate = reverse("admin:tokens_partnercertificate_change", args=[thumbprint])
        length = row.package_length
        return [
            Fact("Id", row.pk),
            Fact("State", row.state),
            *([Fact("Canceled because", row.cancel_reason)] if row.cancel_reason else []),
            *([Fact("Times out in", _time_left(row)), _shortage(row)] if row.shortage else []),
            Fact("Catalog item", row.catalog_id, item),
            Fact("Billing account", account, account_address(account)),
            Fact("Quantity", f"{row.quantity:,}"),
            Fact("Certificate", thumbprint, certificate),
            Fact("Package", "none" if length is None else filesizeformat(length)),
        ]

    def tables(self, row: PrintJob, request: HttpRequest) -> Iterable[Table]:
        """Its downloads, what was printed, and its tokens."""
        return [downloads_of(row), printed_of(row), *held_tokens(row, request)]


@admin.register(PackageDownload)
class PackageDownloadAdmin(ReadOnlyAdmin):
    """Who was given which bytes of a package."""

    list_display = (
        *("downloaded_on", "client_id", "print_job_id"),
        *(number_column("start", "first byte"), number_column("stop", "up to")),
    )
    search_fields = ("=print_job_id", "=client_id")
    ordering = ("-position",)


def _shortage(row: PrintJob) -> Fact:
    return Fact("Shortage", f"{row.shortage:,}")


def _time_left(row: PrintJob) -> str:
    return timeuntil(row.created_on + settings.PRINT_JOB_TIMEOUT, timezone.now())
